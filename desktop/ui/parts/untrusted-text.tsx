import { cleanLine } from '../../../shared/text.ts'

/** Longest text a person outside may put on the screen; the server keeps the whole. */
const MAX_SHOWN = 600

/**
 * Text that somebody outside wrote: one line without control or invisible characters, isolated from the direction of
 * the text around it, and never anything but a text node.
 */
export function Stranger({ text, max = MAX_SHOWN }: { text: string; max?: number }) {
  return (
    <bdi className="stranger" dir="auto">
      {cleanLine(text, max)}
    </bdi>
  )
}
