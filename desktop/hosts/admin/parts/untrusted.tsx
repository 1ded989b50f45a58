import { cleanLine } from '../../../../shared/text.ts'

/** Shows an untrusted text as a text node: one line, without control characters, isolated from the direction around it. */
export function Untrusted({ text, max = 200 }: { text: string; max?: number }) {
  return (
    <bdi className="untrusted" dir="auto">
      {cleanLine(text, max)}
    </bdi>
  )
}
