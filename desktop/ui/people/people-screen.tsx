import { useState } from 'react'
import { ownEntry } from '../../../shared/own-entry.ts'
import { useUi } from '../parts/context.tsx'
import { useStatements } from '../status/use-statements.ts'
import { ChannelList } from './channel-list.tsx'
import { ContactList } from './contact-list.tsx'
import { LatestMessages } from './latest-messages.tsx'
import { MorningReport } from './morning-report.tsx'
import { PolicyList } from './policy-list.tsx'
import { Rehearsal } from './rehearsal.tsx'
import { TestProgress } from './test-progress.tsx'
import { usePeople } from './use-people.ts'
import { Wizard } from './wizard.tsx'

/** Shows who outside of the shop is told when nobody answers, and sets it up with three questions. */
export function PeopleScreen() {
  const { messages } = useUi()
  const { people: words } = messages
  const { words: statements } = useStatements()
  const state = usePeople()
  const { people, fault } = state
  const [again, setAgain] = useState(false)
  /** The id of the test message whose way is watched. */
  const [test, setTest] = useState<string>()
  const said = fault === undefined ? undefined : words.failed(ownEntry(words.codes, fault) ?? fault)
  const nobody = people !== undefined && people.policy.escalation.length === 0
  const told = statements.cause.nobody_told({ id: 'nobody_told', tone: 'alarm' }, { time: String })
  return (
    <section className="settings people">
      <h1>{words.title}</h1>
      <p className="lead">{words.lead}</p>
      {people === undefined && fault === undefined && <p role="status">{words.loading}</p>}
      {nobody && (
        <div className="people-nobody" role="status">
          <strong>{told.text}</strong>
          <span>{people.policy.mayChange ? told.mend : words.readOnly}</span>
        </div>
      )}
      <p className="fault" role="alert">
        {said}
      </p>
      {people !== undefined && (
        <>
          {people.policy.mayChange && (nobody || again) && (
            <Wizard
              state={state}
              people={people}
              {...(!nobody && { cancel: () => setAgain(false) })}
              done={(id) => {
                setTest(id)
                setAgain(false)
              }}
            />
          )}
          {test !== undefined && <TestProgress id={test} people={people} />}
          {!nobody && <PolicyList state={state} people={people} again={again ? undefined : () => setAgain(true)} />}
          {!nobody && !people.policy.mayChange && <p className="promise">{words.readOnly}</p>}
          <ContactList state={state} people={people} tested={setTest} />
          <ChannelList state={state} people={people} />
          <MorningReport state={state} people={people} />
          <Rehearsal state={state} people={people} />
          <LatestMessages people={people} />
        </>
      )}
    </section>
  )
}
