import { type FormEvent, useState } from 'react'
import { ownEntry } from '../../../shared/own-entry.ts'
import {
  CHANNEL_KINDS,
  missingIn,
  NTFY_SERVER,
  settingsOf,
  TOPIC_BYTES,
  topicOf,
} from '../../core/people/channel-kinds.ts'
import type { People } from '../../core/people/people.ts'
import { PATIENCES, type Patience, sensiblePolicy } from '../../core/people/sensible-policy.ts'
import { useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { ChannelFields } from './channel-fields.tsx'
import type { PeopleState } from './use-people.ts'

interface WizardProps {
  state: PeopleState
  people: People
  /** Called with the id of the test message, once the policy is set. */
  done(testId: string): void
  /** Absent: there is nothing to go back to. */
  cancel?: () => void
}

/**
 * Asks three questions, who, by what, after how long, and makes a policy out of the answers; then it sends a test. What was
 * made before a fault is kept, and is chosen when the form is sent again.
 */
export function Wizard({ state, people, done, cancel }: WizardProps) {
  const { messages } = useUi()
  const { wizard, channelKinds } = messages.people
  const [contactId, setContactId] = useState(people.contacts[0]?.id)
  const [channelId, setChannelId] = useState(people.channels[0]?.id)
  const [name, setName] = useState('')
  const [mobile, setMobile] = useState('')
  const [kind, setKind] = useState(Object.keys(CHANNEL_KINDS)[0] ?? '')
  const [typed, setTyped] = useState<Record<string, string>>(freshFields)
  const [after, setAfter] = useState<Patience>(PATIENCES[0] ?? 3)
  const [missing, setMissing] = useState<readonly string[]>([])
  const fields = fieldsOf(kind, typed)

  async function makeContact(): Promise<string | undefined> {
    const number = mobile.trim()
    const contact = { name: name.trim(), ...(number !== '' && { mobile: number }) }
    const made = (await state.ask({ call: 'addContact', contact }))?.made ?? undefined
    if (made !== undefined) setContactId(made)
    return made
  }

  async function makeChannel(): Promise<string | undefined> {
    const channel = { kind, name: ownEntry(channelKinds, kind) ?? kind, settings: settingsOf(kind, fields) }
    const made = (await state.ask({ call: 'addChannel', channel }))?.made ?? undefined
    if (made !== undefined) setChannelId(made)
    return made
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const empty = [
      ...(contactId === undefined && name.trim() === '' ? ['name'] : []),
      ...(channelId === undefined ? missingIn(kind, fields) : []),
    ]
    setMissing(empty)
    if (empty.length > 0) return
    // The channel first: what people copy by hand is what fails.
    const channel = channelId ?? (await makeChannel())
    const contact = channel === undefined ? undefined : (contactId ?? (await makeContact()))
    if (channel === undefined || contact === undefined) return
    const escalation = sensiblePolicy({ contacts: [contact], channel, after })
    if ((await state.ask({ call: 'setPolicy', escalation })) === undefined) return
    const made = (await state.ask({ call: 'test', channelId: channel, contactId: contact }))?.made
    if (made != null) done(made)
  }

  return (
    <form className="paper people-wizard" noValidate onSubmit={(event) => void submit(event)}>
      <h2>{wizard.title}</h2>
      <fieldset className="choice">
        <legend>{wizard.who}</legend>
        {people.contacts.map(({ id, name: known }) => (
          <button key={id} type="button" aria-pressed={contactId === id} onClick={() => setContactId(id)}>
            <UntrustedText text={known} max={60} />
          </button>
        ))}
        {people.contacts.length > 0 && (
          <button type="button" aria-pressed={contactId === undefined} onClick={() => setContactId(undefined)}>
            {wizard.someoneNew}
          </button>
        )}
      </fieldset>
      {contactId === undefined && (
        <div className="pair-of-fields">
          <label className="labelled">
            <span>{wizard.name}</span>
            <input
              className="field"
              maxLength={60}
              aria-invalid={missing.includes('name')}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <small>{wizard.nameHint}</small>
          </label>
          <label className="labelled">
            <span>{wizard.mobile}</span>
            <input
              className="field"
              type="tel"
              maxLength={16}
              value={mobile}
              onChange={(event) => setMobile(event.target.value.replace(/[\s-]/g, ''))}
            />
            <small>{wizard.mobileHint}</small>
          </label>
        </div>
      )}
      <fieldset className="choice">
        <legend>{wizard.by}</legend>
        {people.channels.map(({ id, name: known }) => (
          <button key={id} type="button" aria-pressed={channelId === id} onClick={() => setChannelId(id)}>
            <UntrustedText text={known} max={60} />
          </button>
        ))}
        {Object.keys(CHANNEL_KINDS).map((one) => (
          <button
            key={one}
            type="button"
            data-kind={one}
            aria-pressed={channelId === undefined && kind === one}
            onClick={() => {
              setChannelId(undefined)
              setKind(one)
              setTyped(freshFields())
            }}
          >
            {people.channels.length > 0 && `${wizard.newChannel}：`}
            {ownEntry(channelKinds, one) ?? one}
          </button>
        ))}
      </fieldset>
      {channelId === undefined && <ChannelFields kind={kind} typed={fields} change={setTyped} missing={missing} />}
      <fieldset className="choice">
        <legend>{wizard.after}</legend>
        {PATIENCES.map((one) => (
          <button key={one} type="button" aria-pressed={after === one} onClick={() => setAfter(one)}>
            {one === 'limit' ? wizard.afterLimit : wizard.afterMinutes(one)}
          </button>
        ))}
      </fieldset>
      <p className="fault">{missing.length > 0 && wizard.missing}</p>
      <div className="buttons">
        <button type="submit" className="button accept" disabled={state.busy}>
          {state.busy ? wizard.submitting : wizard.submit}
        </button>
        {cancel !== undefined && (
          <button type="button" className="button quiet" onClick={cancel}>
            {wizard.cancel}
          </button>
        )}
      </div>
    </form>
  )
}

/** Fills what a shop should not have to think of: a topic that nobody guesses. */
function freshFields(): Record<string, string> {
  return { topic: topicOf(crypto.getRandomValues(new Uint8Array(TOPIC_BYTES))) }
}

/** Adds the usual server to the fields of a topic, until another one was typed. */
function fieldsOf(kind: string, typed: Readonly<Record<string, string>>): Record<string, string> {
  return kind === 'ntfy' ? { url: NTFY_SERVER, ...typed } : { ...typed }
}
