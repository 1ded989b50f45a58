import { sayCause } from '../../core/statements/say.ts'
import { useUi } from '../parts/context.tsx'
import { useStatements } from '../status/use-statements.ts'

/** Shows whether anybody outside of the shop is told when nobody answers, and leads to where that is set up. */
export function PeopleSection() {
  const { messages } = useUi()
  const { people } = messages
  const { statements, words, facts } = useStatements()
  const { outside } = statements
  const [cause] = outside.causes
  return (
    <div className="paper">
      <h2>{people.title}</h2>
      {cause === undefined ? (
        <p>{outside.holds === 'told' ? words.fine.outside(facts.timeZone) : people.lead}</p>
      ) : (
        <p className="people-nobody">
          <strong>{sayCause(cause, words, { time: String }).text}</strong>
        </p>
      )}
      <div className="buttons">
        <a className="button" href="#people">
          {people.open}
        </a>
      </div>
    </div>
  )
}
