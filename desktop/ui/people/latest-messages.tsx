import { ownEntry } from '../../../shared/own-entry.ts'
import type { People } from '../../core/people/people.ts'
import { useUi } from '../parts/context.tsx'
import { dateAndTime } from '../parts/format.ts'
import { UntrustedText } from '../parts/untrusted-text.tsx'

/** Shows the latest messages to people outside: when, to whom, why, and what became of each. */
export function LatestMessages({ people }: { people: People }) {
  const { messages, timezone } = useUi()
  const { people: words } = messages
  return (
    <div className="paper">
      <h2>{words.latest}</h2>
      {people.effects.length === 0 && <p>{words.nothingTold}</p>}
      <ul className="people-messages">
        {people.effects.map(({ id, createdAt, cause, state, code, contactId }) => {
          const name = people.contacts.find((one) => one.id === contactId)?.name
          return (
            <li key={id} data-state={state}>
              <time className="figure">{dateAndTime(createdAt, timezone)}</time>
              <span>{name === undefined ? words.gone : <UntrustedText text={name} max={60} />}</span>
              <span>{ownEntry(words.causeNames, cause) ?? cause}</span>
              <b>
                {ownEntry(words.states, state) ?? state}
                {code !== null &&
                  state !== 'sent' &&
                  state !== 'answered' &&
                  ` · ${ownEntry(words.codes, code) ?? code}`}
              </b>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
