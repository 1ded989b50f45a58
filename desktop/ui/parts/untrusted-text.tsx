import { useState } from 'react'
import { cleanLine } from '../../../shared/text.ts'
import { useUi } from './context.tsx'

/** The longest untrusted text on the screen, code points: that of the longest remark. */
const MAX_SHOWN = 10_000

/**
 * Shows an untrusted text as a text node: one line of `max` code points at most, without control characters and without
 * invisible ones but those that letters and emoji need, isolated from the direction of the text around it. Of a longer
 * text a touch shows the rest, in its place; inside of a button (`still`) the touch is the button's.
 */
export function UntrustedText({
  text,
  max = MAX_SHOWN,
  still = false,
}: {
  text: string
  max?: number
  still?: boolean
}) {
  const { messages, whole } = useUi()
  const [opened, setOpened] = useState(false)
  const short = cleanLine(text, max)
  const full = short.endsWith('…') ? cleanLine(text, MAX_SHOWN) : short
  const isShort = full !== short
  const shown = isShort && (opened || whole.texts.has(text)) ? full : short
  return (
    <bdi className="untrusted" dir="auto">
      {shown}
      {isShort && shown === short && !still && (
        <button
          type="button"
          className="more-text"
          onClick={(event) => {
            event.stopPropagation()
            setOpened(true)
          }}
        >
          {messages.order.whole.rest}
        </button>
      )}
    </bdi>
  )
}
