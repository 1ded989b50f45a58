import { useRef, useState } from 'react'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { reminderKind, toldKind } from '../../../shared/reminder.ts'
import { cleanLine } from '../../../shared/text.ts'
import { warningsOf } from '../../../shared/warnings/order-warnings.ts'
import type { BoardReminder } from '../../core/bell/bell.ts'
import { useUi } from '../parts/context.tsx'
import { calledOf } from '../parts/format.ts'
import { UndoBar } from '../undo/undo-bar.tsx'
import type { FrontPart } from './front-part.ts'
import { OrderAlert } from './order-alert.tsx'
import type { AlertQueue } from './use-alert-queue.ts'
import { useOpenDialog } from './use-open-dialog.ts'
import { WaitingList } from './waiting-list.tsx'

/**
 * Shows the current reminder of the alert queue in front of everything, from three on the list of all of them, with the
 * focus held inside (a modal `<dialog>`) and given back when the queue is empty; beside the field that somebody is typing
 * in. It fills its window.
 */
export function AlertDialog({ queue, current }: { queue: AlertQueue; current: BoardReminder }) {
  const { view, messages, openNumbers } = useUi()
  const { reminder } = current
  const { listed } = queue
  const shown = listed ? 'list' : `${reminder.id} ${reminder.n}`
  // The row of what can be undone keeps its room as long as the ticket stands: nothing moves under a finger.
  const [rowAt, setRowAt] = useState<string>()
  const undoRow = rowAt === shown
  if (view.undoable.length > 0 && !undoRow) setRowAt(shown)
  const label = messages.alert.label[toldKind(reminder)]
  const called = calledOf(reminder, messages, openNumbers)
  const dialog = useRef<HTMLDialogElement>(null)
  const frontKeys: FrontPart['frontKeys'] = useRef(null)
  const { beside, room } = useOpenDialog(dialog)
  const part: FrontPart = { queue, beside, undoRow, frontKeys }

  return (
    <dialog
      ref={dialog}
      className="alert"
      data-kind={reminderKind(reminder.type)}
      data-level={reminder.level}
      role="alertdialog"
      data-listed={listed}
      data-beside={beside}
      style={room}
      tabIndex={-1}
      aria-label={listed ? messages.alert.list.title(queue.waiting.length) : nameOf(reminder, label, called)}
      onKeyDown={(event) => frontKeys.current?.(event)}
      onCancel={(event) => event.preventDefault()}
      // A browser closes a dialog at a second Esc in any case; it is shown again.
      onClose={({ currentTarget }) => currentTarget.isConnected && currentTarget.showModal()}
    >
      <div className="alert-frame">
        {beside && (
          <p className="unseen" role="alert">
            {label} {called}
          </p>
        )}
        <UndoBar hasRoom={undoRow} />
        {listed ? <WaitingList {...part} /> : <OrderAlert key={reminder.id} {...part} current={current} />}
      </div>
    </dialog>
  )
}

/** The longest warning that a screen reader is to say with the name, characters. */
const MAX_SAID = 60

/** Names an alert for a screen reader: number, kind, and what a cook must read. */
function nameOf(reminder: ReminderFrame, label: string, called: string): string {
  const warnings = toldKind(reminder) === 'cancel' ? [] : warningsOf(reminder.order).warnings
  const said = warnings.map(({ item, text }) => cleanLine(`${item ?? ''} ${text}`, MAX_SAID))
  return [`${called} ${label}`, ...said].join('. ')
}
