import { nothingOpen } from '../../core/bell/status.ts'
import type { Release } from '../bridge.ts'
import { useUi } from '../parts/context.tsx'
import { dateAndTime } from '../parts/format.ts'
import { Stranger } from '../parts/untrusted-text.tsx'
import { notesIn } from './release-notes.ts'
import { updateLine } from './update-line.ts'

/** How this app keeps itself up to date, what is new, and what has gone wrong. Nothing in a tab. */
export function UpdateSection() {
  const { bridge, view, words } = useUi()
  const { update } = view.host
  if (update === undefined) return null
  const busy = update.off !== null || update.phase === 'checking' || update.phase === 'downloading'
  const rings = !nothingOpen(view.status)
  return (
    <div className="paper about">
      <h2>{words.update.title}</h2>
      <p role="status">{updateLine(update, words.update)}</p>
      {update.fault !== null && update.phase !== 'idle' && <p>{words.update.fault[update.fault]}</p>}
      {update.checkedAt !== null && <p>{words.update.checkedAt(dateAndTime(update.checkedAt, undefined))}</p>}
      {update.offer !== null && <Notes release={update.offer} />}
      {update.news !== null && <Notes release={update.news} />}
      {update.news !== null && (
        <button type="button" className="button" onClick={() => bridge.update('seen')}>
          {words.update.seen}
        </button>
      )}
      {update.phase === 'ready' ? (
        <>
          <button type="button" className="button" disabled={rings} onClick={() => bridge.update('install')}>
            {words.update.install}
          </button>
          {rings && <p>{words.update.waits}</p>}
        </>
      ) : (
        update.off === null && (
          <button type="button" className="button" disabled={busy} onClick={() => bridge.update('check')}>
            {words.update.check}
          </button>
        )
      )}
    </div>
  )
}

/** What is new in a release, as plain lines: whoever wrote them, they are text and nothing else. */
function Notes({ release }: { release: Release }) {
  const { locale, words } = useUi()
  const lines = notesIn(release.notes, locale)
  return (
    <div>
      <h3>
        <Stranger text={words.update.newIn(release.version)} max={80} />
      </h3>
      {lines.map((line) => (
        <p key={line}>
          <Stranger text={line} max={400} />
        </p>
      ))}
    </div>
  )
}
