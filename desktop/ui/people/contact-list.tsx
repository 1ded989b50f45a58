import { type FormEvent, useState } from 'react'
import { ownEntry } from '../../../shared/own-entry.ts'
import { namedIn, type People } from '../../core/people/people.ts'
import { useUi } from '../parts/context.tsx'
import { dateAndTime } from '../parts/format.ts'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { RemoveButton } from './remove-button.tsx'
import type { PeopleState } from './use-people.ts'

type Contact = People['contacts'][number]

interface ContactListProps {
  state: PeopleState
  people: People
  /** Called with the id of a test message that was asked for. */
  tested(id: string): void
}

/** Shows the people who can be told: whether messages reach them, and the buttons that test, change and remove. */
export function ContactList({ state, people, tested }: ContactListProps) {
  const { messages } = useUi()
  const { people: words } = messages
  const [adding, setAdding] = useState(false)
  return (
    <div className="paper">
      <h2>{words.contacts}</h2>
      {people.contacts.length === 0 && <p>{words.noContacts}</p>}
      <ul className="people-list">
        {people.contacts.map((contact) => (
          <ContactItem key={contact.id} contact={contact} state={state} people={people} tested={tested} />
        ))}
      </ul>
      {people.policy.mayChange &&
        (adding ? (
          <ContactForm
            save={(contact) => state.ask({ call: 'addContact', contact })}
            busy={state.busy}
            close={() => setAdding(false)}
          />
        ) : (
          <div className="buttons">
            <button type="button" className="button" onClick={() => setAdding(true)}>
              {words.add}
            </button>
          </div>
        ))}
    </div>
  )
}

function ContactItem({ contact, state, people, tested }: ContactListProps & { contact: Contact }) {
  const { messages, timezone } = useUi()
  const { people: words } = messages
  const [editing, setEditing] = useState(false)
  const { id, name, mobile, verifiedAt } = contact
  const used = namedIn(people.policy).has(id)
  async function test(channelId: string): Promise<void> {
    const made = (await state.ask({ call: 'test', channelId, contactId: id }))?.made
    if (made != null) tested(made)
  }
  return (
    <li>
      <p>
        <strong>
          <UntrustedText text={name} max={60} />
        </strong>
        {mobile !== null && <span className="figure">{mobile}</span>}
        <span className="people-verified" data-verified={verifiedAt !== null}>
          {verifiedAt === null ? words.unverified : words.verified(dateAndTime(verifiedAt, timezone))}
        </span>
      </p>
      {editing ? (
        <ContactForm
          contact={contact}
          save={(change) => state.ask({ call: 'changeContact', id, change: { mobile: null, ...change } })}
          busy={state.busy}
          close={() => setEditing(false)}
        />
      ) : (
        <div className="buttons">
          {people.channels.map((channel) => (
            <button
              key={channel.id}
              type="button"
              className="button"
              disabled={state.busy}
              onClick={() => void test(channel.id)}
            >
              {words.testOf(ownEntry(words.channelKinds, channel.kind) ?? channel.kind)}
            </button>
          ))}
          {people.policy.mayChange && (
            <>
              <button type="button" className="button" onClick={() => setEditing(true)}>
                {words.edit}
              </button>
              <RemoveButton
                inUse={used}
                busy={state.busy}
                remove={() => void state.ask({ call: 'removeContact', id })}
              />
            </>
          )}
        </div>
      )}
    </li>
  )
}

interface ContactFormProps {
  contact?: Contact
  save(contact: { name: string; mobile?: string }): Promise<People | undefined>
  busy: boolean
  close(): void
}

/** Shows the fields of a person: name, and the number by which a group's robot calls. */
function ContactForm({ contact, save, busy, close }: ContactFormProps) {
  const { messages } = useUi()
  const { wizard, save: saveWord } = messages.people
  const [name, setName] = useState(contact?.name ?? '')
  const [mobile, setMobile] = useState(contact?.mobile ?? '')
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const number = mobile.trim()
    if ((await save({ name: name.trim(), ...(number !== '' && { mobile: number }) })) !== undefined) close()
  }
  return (
    <form className="people-form" onSubmit={(event) => void submit(event)}>
      <div className="pair-of-fields">
        <label className="labelled">
          <span>{wizard.name}</span>
          <input
            className="field"
            required
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <label className="labelled">
          <span>{wizard.mobile}</span>
          <input
            className="field"
            type="tel"
            pattern="\+?[0-9]{5,15}"
            maxLength={16}
            value={mobile}
            onChange={(event) => setMobile(event.target.value)}
          />
        </label>
      </div>
      <div className="buttons">
        <button type="submit" className="button accept" disabled={busy}>
          {saveWord}
        </button>
        <button type="button" className="button quiet" onClick={close}>
          {wizard.cancel}
        </button>
      </div>
    </form>
  )
}
