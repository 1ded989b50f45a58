import type { Statements } from '../../core/statements/statement.ts'
import { useUi } from '../parts/context.tsx'
import { CauseAction } from './cause-action.tsx'
import { useStatements } from './use-statements.ts'

interface LampCardProps {
  id: string
  statement: Statements[keyof Statements]
  close(): void
}

/** Explains a lamp: each of its reasons, and how a human mends it. */
export function LampCard({ id, statement, close }: LampCardProps) {
  const { messages } = useUi()
  const { facts, words, say } = useStatements()
  const { about, holds, tone, causes } = statement
  const rows = causes.map((cause) => ({ cause, ...say(cause) }))
  return (
    <section id={id} className="lamp-card" data-tone={tone} aria-labelledby={`${id}-name`}>
      <h2 id={`${id}-name`}>{words.about[about]}</h2>
      {rows.length === 0 && <p>{words.fine[about](facts.timeZone)}</p>}
      {rows.length > 0 && (
        <ul>
          {rows.map(({ cause, text, mend }) => (
            <li key={cause.id} data-tone={cause.tone}>
              <strong>{text}</strong>
              {mend !== undefined && <p>{mend}</p>}
              <CauseAction cause={cause} done={close} />
            </li>
          ))}
        </ul>
      )}
      {about === 'sound' && holds === 'late' && <p className="lamp-promise">{words.heardLate}</p>}
      {about === 'link' && tone === 'alarm' && <p className="lamp-promise">{words.kept}</p>}
      <button type="button" className="button quiet lamp-close" onClick={close}>
        {messages.lamps.close}
      </button>
    </section>
  )
}
