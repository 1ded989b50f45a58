import { Fragment, useState } from 'react'
import { ownEntry } from '../../../shared/own-entry.ts'
import type { People, ReadStep } from '../../core/people/people.ts'
import { useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import type { PeopleState } from './use-people.ts'

interface PolicyListProps {
  state: PeopleState
  people: People
  /** Opens the questions again; `undefined` while they are open. */
  again: (() => void) | undefined
}

/** Shows the steps of the policy as sentences, and the buttons that replace or end it. */
export function PolicyList({ state, people, again }: PolicyListProps) {
  const { messages } = useUi()
  const { people: words } = messages
  const [sure, setSure] = useState(false)
  const steps = people.policy.escalation.map((step, index) => ({ step, key: `${index}` }))
  return (
    <div className="paper">
      <h2>{words.policy}</h2>
      <ol className="people-steps">
        {steps.map(({ step, key }) => (
          <li key={key}>
            <Step step={step} people={people} />
          </li>
        ))}
      </ol>
      {people.policy.mayChange && again !== undefined && (
        <div className="buttons">
          <button type="button" className="button people-again" onClick={again}>
            {words.wizard.again}
          </button>
          {sure ? (
            <>
              <button
                type="button"
                className="button danger"
                disabled={state.busy}
                onClick={() => void state.ask({ call: 'setPolicy', escalation: [] }).then(() => setSure(false))}
              >
                {words.endSure}
              </button>
              <button type="button" className="button quiet" onClick={() => setSure(false)}>
                {words.keep}
              </button>
            </>
          ) : (
            <button type="button" className="button quiet" onClick={() => setSure(true)}>
              {words.end}
            </button>
          )}
        </div>
      )}
    </div>
  )
}

function Step({ step, people }: { step: ReadStep; people: People }) {
  const { messages } = useUi()
  const { people: words } = messages
  const { cause, afterS, repeatS, most } = step
  const say = ownEntry(words.causes, cause)
  const names = step.contacts.map((id) => ({ id, name: people.contacts.find((one) => one.id === id)?.name }))
  const channel = people.channels.find(({ id }) => id === step.channel)
  return (
    <>
      <span className="people-when">{say?.(Math.round(afterS / 60)) ?? words.unknownCause(cause)}</span>
      <span>
        {words.tells}{' '}
        {names.map(({ id, name }, index) => (
          <Fragment key={id}>
            {index > 0 && messages.and}
            <b>{name === undefined ? words.gone : <UntrustedText text={name} max={60} />}</b>
          </Fragment>
        ))}{' '}
        · {channel === undefined ? words.gone : <UntrustedText text={channel.name} max={60} />}
        {most > 1 && repeatS !== undefined && (
          <span className="people-repeat"> · {words.repeated(Math.round(repeatS / 60), most)}</span>
        )}
      </span>
    </>
  )
}
