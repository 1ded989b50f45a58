import { cleanLine } from '../../../shared/text.ts'

/** The longest untrusted text on the screen, code points; the server has the whole. */
const MAX_SHOWN = 600

/**
 * Shows an untrusted text as a text node: one line of `max` code points at most, without control or invisible
 * characters, isolated from the direction of the text around it.
 */
export function UntrustedText({ text, max = MAX_SHOWN }: { text: string; max?: number }) {
  return (
    <bdi className="untrusted" dir="auto">
      {cleanLine(text, max)}
    </bdi>
  )
}
