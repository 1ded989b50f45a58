import { useEffect, useState } from 'react'
import type { People } from '../../core/people/people.ts'
import { useUi } from '../parts/context.tsx'
import { dateAndTime } from '../parts/format.ts'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import type { PeopleState } from './use-people.ts'

const LOOK_EVERY_MS = 2_000

/** Shows the button that rehearses what happens when nobody answers, and the scorecard of the latest rehearsal. */
export function Rehearsal({ state, people }: { state: PeopleState; people: People }) {
  const { clock, messages, timezone } = useUi()
  const { rehearsal: words } = messages.people
  const { rehearsal, contacts, channels, policy } = people
  const [contactId, setContactId] = useState(contacts[0]?.id)
  const running = rehearsal !== null && rehearsal.phase !== 'over'
  const { ask } = state
  useEffect(
    () => (running ? clock.every(LOOK_EVERY_MS, () => void ask({ call: 'read' })) : undefined),
    [running, clock, ask],
  )
  const channelId = policy.escalation[0]?.channel ?? channels[0]?.id
  const tell = contactId !== undefined && channelId !== undefined ? { contactId, channelId } : null
  return (
    <div className="paper">
      <h2>{words.title}</h2>
      <p>{words.lead}</p>
      {policy.mayChange && contacts.length > 1 && channelId !== undefined && (
        <fieldset className="choice">
          <legend>{words.whom}</legend>
          {contacts.map(({ id, name }) => (
            <button key={id} type="button" aria-pressed={contactId === id} onClick={() => setContactId(id)}>
              <UntrustedText text={name} max={60} />
            </button>
          ))}
        </fieldset>
      )}
      {policy.mayChange && (
        <div className="buttons">
          <button
            type="button"
            className="button people-rehearse"
            disabled={state.busy || running}
            onClick={() => void ask({ call: 'rehearse', tell })}
          >
            {running ? words.running : words.start}
          </button>
        </div>
      )}
      {rehearsal === null ? (
        <p>{words.never}</p>
      ) : (
        <>
          <p>{words.at(dateAndTime(rehearsal.begunAt, timezone))}</p>
          <ScoreCard rehearsal={rehearsal} />
        </>
      )}
    </div>
  )
}

type Score = NonNullable<People['rehearsal']>

/** Shows each step of a rehearsal: how long it took, that it is awaited, or that it failed. */
function ScoreCard({ rehearsal }: { rehearsal: Score }) {
  const { messages } = useUi()
  const { rehearsal: words } = messages.people
  const { begunAt, spokenAt, cutAt, openedAt, backAt, toldAt, answeredAt, tells, phase } = rehearsal
  const over = phase === 'over'
  const steps: readonly { name: string; from: number | null; at: number | null; past: boolean }[] = [
    { name: words.spoken, from: begunAt, at: spokenAt, past: phase !== 'ringing' },
    { name: words.cut, from: cutAt, at: openedAt, past: !['ringing', 'cut'].includes(phase) },
    { name: words.back, from: openedAt, at: backAt, past: phase === 'telling' || over },
    ...(tells
      ? [
          { name: words.told, from: backAt ?? openedAt, at: toldAt, past: over },
          { name: words.answered, from: toldAt, at: answeredAt, past: over },
        ]
      : []),
  ]
  return (
    <ol className="people-score">
      {steps.map(({ name, from, at, past }) => (
        <li key={name} data-state={at !== null ? 'done' : past ? 'failed' : 'awaited'}>
          <span>{name}</span>
          <b className="figure">
            {at !== null && from !== null
              ? messages.duration(Math.max(0, Math.round((at - from) / 1_000)))
              : past
                ? words.failed
                : words.awaited}
          </b>
        </li>
      ))}
    </ol>
  )
}
