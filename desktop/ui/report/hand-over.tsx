import { useState } from 'react'
import { sayClaim } from '../../core/statements/say.ts'
import { useUi } from '../parts/context.tsx'
import { useStatements } from '../status/use-statements.ts'

const MINUTE_MS = 60_000

/** Shows the button that hands a shift over: it speaks, and shows, what waits, what was missed, and how the bell is. */
export function HandOver({ missed, ready }: { missed: number; ready: boolean }) {
  const { bridge, clock, view, messages } = useUi()
  const { report: words } = messages
  const { statements, words: says } = useStatements()
  const [told, setTold] = useState<{ text: string; outcome: string | undefined }>()

  async function press(): Promise<void> {
    const waiting = view.board.filter(({ answering }) => !answering)
    const now = clock.now() + view.status.serverAheadMs
    const oldest = Math.min(now, ...waiting.map(({ reminder }) => reminder.order.paidAt ?? reminder.at))
    const text = words.spoken({
      waiting: waiting.length,
      oldest: Math.max(0, Math.floor((now - oldest) / MINUTE_MS)),
      missed,
      sound: sayClaim(statements.sound, says),
    })
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
          {words.said(told.text)}
          {told.outcome === undefined && ` ${words.saying}`}
          {told.outcome !== undefined && told.outcome !== 'ok' && ` ${words.notSaid(told.outcome)}`}
        </p>
      )}
    </div>
  )
}
