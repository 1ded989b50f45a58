import { nothingOpen } from '../../core/bell/status.ts'
import type { Release } from '../bridge.ts'
import { useUi } from '../parts/context.tsx'
import { dateAndTime } from '../parts/format.ts'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { notesIn } from './release-notes.ts'
import { updateLine } from './update-line.ts'

/** Shows updates: state, news, faults, and the button for the next step. Draws nothing in a tab. */
export function UpdateSection() {
  const { bridge, view, messages, timezone } = useUi()
  const { update } = view.host
  if (update === undefined) return null
  const busy = update.off !== null || update.phase === 'checking' || update.phase === 'downloading'
  const rings = !nothingOpen(view.status)
  return (
    <div className="paper about">
      <h2>{messages.update.title}</h2>
      <p role="status">{updateLine(update, messages.update)}</p>
      {update.fault !== null && update.phase !== 'idle' && <p>{messages.update.fault[update.fault]}</p>}
      {update.checkedAt !== null && (
        <p>{messages.update.checkedAt(dateAndTime(update.checkedAt + view.status.serverAheadMs, timezone))}</p>
      )}
      {update.offer !== null && <Notes release={update.offer} />}
      {update.news !== null && <Notes release={update.news} />}
      {update.news !== null && (
        <button type="button" className="button" onClick={() => bridge.update('seen')}>
          {messages.update.seen}
        </button>
      )}
      {update.phase === 'ready' ? (
        <>
          <button type="button" className="button" disabled={rings} onClick={() => bridge.update('install')}>
            {messages.update.install}
          </button>
          {rings && <p>{messages.update.waits}</p>}
        </>
      ) : (
        update.off === null && (
          <button type="button" className="button" disabled={busy} onClick={() => bridge.update('check')}>
            {messages.update.check}
          </button>
        )
      )}
    </div>
  )
}

/** Shows a release's notes as lines of plain text, which are not trusted. */
function Notes({ release }: { release: Release }) {
  const { locale, messages } = useUi()
  const lines = notesIn(release.notes, locale)
  return (
    <div>
      <h3>
        <UntrustedText text={messages.update.newIn(release.version)} max={80} />
      </h3>
      {lines.map((line) => (
        <p key={line}>
          <UntrustedText text={line} max={400} />
        </p>
      ))}
    </div>
  )
}
