import type { MorningReport as Morning } from '../../../shared/api/escalation.ts'
import type { People } from '../../core/people/people.ts'
import { useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { Toggle } from '../settings/toggle.tsx'
import type { PeopleState } from './use-people.ts'

/** The time of a report that nobody has chosen one for. */
const USUAL_AT = '08:30'

/** Shows to whom, by what and when the report of the day before goes each morning, and changes it. */
export function MorningReport({ state, people }: { state: PeopleState; people: People }) {
  const { messages } = useUi()
  const { morning: words } = messages.people
  const { policy, contacts, channels } = people
  const { morning, mayChange } = policy
  const usual = usualOf(people)
  const set = (change: Morning | null) => void state.ask({ call: 'setMorning', morning: change })
  return (
    <div className="paper people-morning">
      <h2>{words.title}</h2>
      <p>{words.lead}</p>
      {!mayChange && (morning === null ? <p>{words.off}</p> : <Chosen morning={morning} people={people} />)}
      {mayChange && usual === undefined && <p>{words.needs}</p>}
      {mayChange && usual !== undefined && (
        <Toggle label={words.on} on={morning !== null} change={(on) => set(on ? usual : null)} />
      )}
      {mayChange && morning !== null && (
        <>
          <label className="labelled">
            <span>{words.at}</span>
            <input
              className="field"
              type="time"
              required
              key={morning.at}
              defaultValue={morning.at}
              onBlur={({ target }) => {
                if (target.value !== '' && target.value !== morning.at) set({ ...morning, at: target.value })
              }}
            />
          </label>
          <Choice
            label={words.to}
            things={contacts}
            chosen={morning.contact}
            choose={(contact) => set({ ...morning, contact })}
          />
          <Choice
            label={words.by}
            things={channels}
            chosen={morning.channel}
            choose={(channel) => set({ ...morning, channel })}
          />
        </>
      )}
    </div>
  )
}

/** Makes the report that a press turns on: to the first contact, by the channel of the policy; `undefined`: there is none. */
function usualOf({ policy, contacts, channels }: People): Morning | undefined {
  const contact = policy.escalation[0]?.contacts[0] ?? contacts[0]?.id
  const channel = policy.escalation[0]?.channel ?? channels[0]?.id
  return contact === undefined || channel === undefined ? undefined : { at: USUAL_AT, contact, channel }
}

interface ChoiceProps {
  label: string
  things: readonly { id: string; name: string }[]
  chosen: string
  choose(id: string): void
}

function Choice({ label, things, chosen, choose }: ChoiceProps) {
  if (things.length < 2) return null
  return (
    <fieldset className="choice">
      <legend>{label}</legend>
      {things.map(({ id, name }) => (
        <button key={id} type="button" aria-pressed={id === chosen} onClick={() => choose(id)}>
          <UntrustedText text={name} max={60} still />
        </button>
      ))}
    </fieldset>
  )
}

function Chosen({ morning, people }: { morning: Morning; people: People }) {
  const { messages } = useUi()
  const { gone } = messages.people
  const names = [
    people.contacts.find(({ id }) => id === morning.contact),
    people.channels.find(({ id }) => id === morning.channel),
  ]
  return (
    <p>
      {morning.at}
      {names.map((one, index) => (
        <span key={one?.id ?? index}> · {one === undefined ? gone : <UntrustedText text={one.name} max={60} />}</span>
      ))}
    </p>
  )
}
