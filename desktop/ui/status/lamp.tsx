import { timeOfDay } from '../../../shared/store-time.ts'
import { sayClaim } from '../../core/statements/say.ts'
import type { Statements } from '../../core/statements/statement.ts'
import { useTick } from '../parts/second-clock.tsx'
import { useStatements } from './use-statements.ts'

interface LampProps {
  statement: Statements[keyof Statements]
  /** The id of the card that it opens. */
  card: string
  open: boolean
  press(): void
}

/** Shows a statement as a lamp: its name, and in a few words what is not as it should be. The clock's shows the time. */
export function Lamp({ statement, card, open, press }: LampProps) {
  const { words, say } = useStatements()
  const { about, tone, causes } = statement
  const [cause] = causes
  const link = about === 'link'
  const claim = sayClaim(statement, words)
  const told = cause !== undefined && tone !== 'good' && tone !== 'alarm' ? say(cause).text : claim
  // What is alarming stands in a bar as well, but for that nobody outside is told.
  const quiet = !link && (tone === 'good' || (tone === 'alarm' && about !== 'outside'))
  return (
    <li aria-live={about === 'clock' ? 'off' : 'polite'}>
      <button
        type="button"
        className={link ? 'lamp link-state' : 'lamp'}
        data-about={about}
        data-tone={tone}
        data-link={link ? statement.holds : undefined}
        aria-expanded={open}
        aria-controls={open ? card : undefined}
        onClick={press}
      >
        <span className="lamp-name">{words.about[about]}</span>
        {about === 'clock' && <StoreTime />}
        {(about !== 'clock' || tone !== 'good') && <span className={quiet ? 'unseen' : 'lamp-told'}>{told}</span>}
      </button>
    </li>
  )
}

/** Shows the time on the store's clocks. */
function StoreTime() {
  const { facts } = useStatements()
  return <time className="lamp-time">{useTick((now) => timeOfDay(now, facts.timeZone))}</time>
}
