import { ownEntry } from '../../../shared/own-entry.ts'
import { namedIn, type People } from '../../core/people/people.ts'
import { useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { PushButton } from './push-button.tsx'
import { RemoveButton } from './remove-button.tsx'
import type { PeopleState } from './use-people.ts'

/** Shows the ways by which messages leave: name, kind and host; keys are never shown again. */
export function ChannelList({ state, people }: { state: PeopleState; people: People }) {
  const { messages } = useUi()
  const { people: words } = messages
  return (
    <div className="paper">
      <h2>{words.channels}</h2>
      {people.channels.length === 0 && <p>{words.noChannels}</p>}
      <ul className="people-list">
        {people.channels.map(({ id, name, kind, host }) => (
          <li key={id}>
            <p>
              <strong>
                <UntrustedText text={name} max={60} />
              </strong>
              <span>{ownEntry(words.channelKinds, kind) ?? kind}</span>
              <UntrustedText text={host} max={80} />
            </p>
            {people.policy.mayChange && (
              <div className="buttons">
                <RemoveButton
                  inUse={namedIn(people.policy).has(id)}
                  busy={state.busy}
                  remove={() => void state.ask({ call: 'removeChannel', id })}
                />
              </div>
            )}
          </li>
        ))}
      </ul>
      {people.policy.mayChange && <PushButton state={state} />}
      <small className="people-in-use">{words.secretsKept}</small>
    </div>
  )
}
