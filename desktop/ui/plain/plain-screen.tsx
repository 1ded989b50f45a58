import { useUi } from '../parts/context.tsx'
import { UndoBar } from '../undo/undo-bar.tsx'
import { PlainReminder } from './plain-reminder.tsx'

/** Shows what waits when the screen, or the alert on it, could not be drawn: every reminder with its answers, and a way back. */
export function PlainScreen() {
  const { bridge, view, messages } = useUi()
  const { plain } = messages
  return (
    <div className="plain">
      <div className="plain-head" role="alert">
        <h1>{plain.title}</h1>
        <p>{plain.what}</p>
        <div className="buttons">
          <button type="button" className="button" onClick={() => location.reload()}>
            {plain.reload}
          </button>
          <button type="button" className="button quiet" onClick={() => bridge.openLogs()}>
            {messages.about.logs[view.host.kind]}
          </button>
        </div>
      </div>
      <main className="plain-list">
        {view.board.length === 0 && <p>{messages.board.nothing.waiting}</p>}
        {view.board.map((item) => (
          <PlainReminder key={item.reminder.id} item={item} />
        ))}
      </main>
      <UndoBar />
    </div>
  )
}
