import { useId, useRef } from 'react'
import { useUi } from '../parts/context.tsx'
import { useModal } from './use-modal.ts'

/** Shows every key that works the board. */
export function KeyHelp({ close }: { close(): void }) {
  const { board } = useUi().messages
  const dialog = useRef<HTMLDialogElement>(null)
  const headingId = useId()
  useModal(dialog)
  return (
    <dialog
      ref={dialog}
      className="sheet keys"
      aria-labelledby={headingId}
      onClose={({ currentTarget }) => !currentTarget.open && close()}
    >
      <header className="sheet-head">
        <h2 id={headingId}>{board.keys}</h2>
        <button type="button" className="button" onClick={close}>
          {board.close}
        </button>
      </header>
      <dl className="keys-list">
        {board.keyHints.map(({ keys, what }) => (
          <div key={what}>
            <dt>{keys.map((key) => (key === '…' ? <span key={key}>…</span> : <kbd key={key}>{key}</kbd>))}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p className="keys-note">{board.keyNote}</p>
    </dialog>
  )
}
