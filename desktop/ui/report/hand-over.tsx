import { useState } from 'react'
import { useUi } from '../parts/context.tsx'
import { useHandOver } from './use-hand-over.ts'

/** Shows the button that hands a shift over: it speaks, and shows, what waits, what was missed, and how the bell is. */
export function HandOver({ missed, ready }: { missed: number; ready: boolean }) {
  const { bridge, messages } = useUi()
  const { report: words } = messages
  const sentence = useHandOver()
  const [told, setTold] = useState<{ text: string; outcome: string | undefined }>()

  async function press(): Promise<void> {
    const text = sentence(missed)
    setTold({ text, outcome: undefined })
    const outcome = await bridge.say(text)
    setTold({ text, outcome })
  }

  return (
    <div className="paper report-hand-over">
      <div className="buttons">
        <button type="button" className="button accept" disabled={!ready} onClick={() => void press()}>
          {words.handOver}
        </button>
      </div>
      <small>{words.handOverHint}</small>
      {told !== undefined && (
        <p className="promise" role="status">
          {told.text}
          {told.outcome === undefined && ` ${words.saying}`}
          {told.outcome !== undefined && told.outcome !== 'ok' && ` ${words.notSaid(told.outcome)}`}
        </p>
      )}
    </div>
  )
}
