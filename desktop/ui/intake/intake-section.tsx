import { type FormEvent, useId, useState } from 'react'
import { minuteOfDay } from '../../../shared/store-time.ts'
import { useUi } from '../parts/context.tsx'
import { useStatements } from '../status/use-statements.ts'
import { useIntake } from './use-intake.ts'

/** The delays that a press sets, and for how long they hold, minutes. */
const DELAYS = [10, 15, 20, 30]
const BUSY_FOR = 60
/** The pauses that a press begins, minutes. */
const PAUSES = [15, 30, 60]
const DAY = 1_440

/** Asks whether the store takes orders: as usual, with a delay, or not until a time. A server that is too old is not asked. */
export function IntakeSection() {
  const { clock, view, messages, timezone } = useUi()
  const { statements, words, facts, say } = useStatements()
  const { set, asking, fault } = useIntake()
  const [time, setTime] = useState('')
  const saidId = useId()
  const { intake } = statements
  if (intake.holds === 'unknown' || intake.holds === 'archived') return null
  const { shop } = messages
  const [cause] = intake.causes
  const state = cause === undefined ? words.fine.intake(facts.timeZone) : say(cause).text

  /** The store's clocks count: the time that is asked for comes within a day. */
  function pauseUntil(event: FormEvent): void {
    event.preventDefault()
    if (!/^\d\d:\d\d$/.test(time)) return
    const wanted = Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
    const now = minuteOfDay(clock.now() + view.status.serverAheadMs, timezone)
    const forMinutes = (wanted - now + DAY) % DAY || DAY
    void set({ state: 'paused', forMinutes })
  }

  return (
    <div className="paper" data-section="intake">
      <h2>{shop.intake.title}</h2>
      <p className="lead" id={saidId} role="status">
        {fault === undefined ? state : shop.failed(fault)}
      </p>
      {cause !== undefined && (
        <div className="buttons">
          <button type="button" className="button accept" disabled={asking} onClick={() => void set({ state: 'open' })}>
            {shop.intake.end[cause.id === 'paused' ? 'paused' : 'busy']}
          </button>
        </div>
      )}
      <h3>{shop.intake.busy}</h3>
      <div className="buttons">
        {DELAYS.map((extraMinutes) => (
          <button
            key={extraMinutes}
            type="button"
            className="button"
            disabled={asking}
            onClick={() => void set({ state: 'busy', extraMinutes, forMinutes: BUSY_FOR })}
          >
            {shop.intake.delay(extraMinutes)}
          </button>
        ))}
      </div>
      <h3>{shop.intake.pause}</h3>
      <div className="buttons">
        {PAUSES.map((forMinutes) => (
          <button
            key={forMinutes}
            type="button"
            className="button"
            disabled={asking}
            onClick={() => void set({ state: 'paused', forMinutes })}
          >
            {shop.intake.pauseFor(forMinutes)}
          </button>
        ))}
      </div>
      <form className="shop-form" onSubmit={pauseUntil} aria-describedby={saidId}>
        <label className="labelled">
          <span>{shop.intake.until}</span>
          <input className="field" type="time" required value={time} onChange={({ target }) => setTime(target.value)} />
        </label>
        <div className="buttons">
          <button type="submit" className="button" disabled={asking}>
            {shop.intake.pauseUntil}
          </button>
        </div>
      </form>
      <p className="promise">{shop.intake.promise}</p>
    </div>
  )
}
