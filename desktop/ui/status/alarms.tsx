import type { About, Cause } from '../../core/statements/statement.ts'
import { useNow, useUi } from '../parts/context.tsx'
import { secondsBetween } from '../parts/format.ts'
import { CauseAction } from './cause-action.tsx'
import { useStatements } from './use-statements.ts'

/**
 * Shows what loses orders, above every screen and in the way: no lamp is loud enough for it. That nobody outside is told
 * is a lamp: a bar that stands for weeks would teach people to overlook bars.
 */
export function Alarms() {
  const { statements, words, say } = useStatements()
  const all: readonly { about: About; causes: readonly Cause[] }[] = Object.values(statements)
  const causes = all
    .filter(({ about }) => about !== 'outside')
    .flatMap((statement) => statement.causes.filter(({ tone }) => tone === 'alarm'))
  if (causes.length === 0) return null
  // What waits for the server is told beside the reason why it waits.
  const waiting = statements.link.causes.find(({ id }) => id === 'answers_waiting')
  return (
    <div className="alarms">
      {causes.map((cause) => (
        <div key={cause.id} className="banner" data-tone="alarm" role="alert">
          <p>
            <strong>{say(cause).text}</strong>
            {cause.id === 'offline' && <Since since={cause.since} />}
            <span className="banner-detail">
              {say(cause).mend} {cause.id === 'offline' && words.kept}
              {cause.id === 'offline' && waiting !== undefined && ` ${say(waiting).text}`}
            </span>
          </p>
          <CauseAction cause={cause} />
        </div>
      ))}
    </div>
  )
}

/** Shows how long it has been; it changes every second, so a screen reader must not read it. */
function Since({ since }: { since: number }) {
  const { messages } = useUi()
  const now = useNow(1_000)
  return (
    <span className="banner-ticking" aria-live="off">
      {messages.lamps.since(messages.duration(secondsBetween(since, now)))}
    </span>
  )
}
