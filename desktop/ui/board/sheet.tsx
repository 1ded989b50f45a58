import { type ReactNode, useId, useRef } from 'react'
import { useUi } from '../parts/context.tsx'
import { useModal } from './use-modal.ts'

interface SheetProps {
  className: string
  heading: ReactNode
  /** Stands beside the heading. */
  beside?: ReactNode
  close(): void
  children: ReactNode
}

/** Shows a sheet in front of the board, with a heading that names it and a button that closes it. */
export function Sheet({ className, heading, beside, close, children }: SheetProps) {
  const { board } = useUi().messages
  const dialog = useRef<HTMLDialogElement>(null)
  const headingId = useId()
  useModal(dialog)
  return (
    <dialog
      ref={dialog}
      className={`sheet ${className}`}
      aria-labelledby={headingId}
      onClose={({ currentTarget }) => !currentTarget.open && close()}
    >
      <header className="sheet-head">
        <h2 id={headingId}>{heading}</h2>
        {beside}
        <button type="button" className="button" onClick={close}>
          {board.close}
        </button>
      </header>
      {children}
    </dialog>
  )
}
