import { useUi } from '../parts/context.tsx'
import { Sheet } from './sheet.tsx'

/** Shows every key that works the board. */
export function KeyHelp({ close }: { close(): void }) {
  const { board } = useUi().messages
  return (
    <Sheet className="keys" heading={board.keys} close={close}>
      <dl className="keys-list">
        {board.keyHints.map(({ keys, what }) => (
          <div key={what}>
            <dt>{keys.map((key) => (key === '…' ? <span key={key}>…</span> : <kbd key={key}>{key}</kbd>))}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p className="keys-note">{board.keyNote}</p>
    </Sheet>
  )
}
