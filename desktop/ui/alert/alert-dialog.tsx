import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { reminderKind, toldKind } from '../../../shared/reminder.ts'
import type { BoardReminder } from '../../core/bell/bell.ts'
import { useAnswerKeys } from '../keys/answer-keys.tsx'
import { useUi } from '../parts/context.tsx'
import { calledOf } from '../parts/format.ts'
import { UndoBar } from '../undo/undo-bar.tsx'
import { AnswerBar } from './answer-bar.tsx'
import { ReasonPanel } from './reason-panel.tsx'
import { Ticket } from './ticket.tsx'
import type { AlertQueue } from './use-alert-queue.ts'
import { useOpenDialog } from './use-open-dialog.ts'
import { usePressGuard } from './use-press-guard.ts'
import { WaitingStrip } from './waiting-strip.tsx'

/** Long enough to be read, and over before the next key. */
const REFUSAL_SHOWN_MS = 3_000

/**
 * Shows the current reminder of the alert queue in front of everything, with the focus held inside (a modal `<dialog>`)
 * and given back when the queue is empty; beside the field that somebody is typing in. Enter accepts, Esc and closing mean
 * later, as far as the guards of keys and presses let them.
 */
export function AlertDialog({ queue, current }: { queue: AlertQueue; current: BoardReminder }) {
  const { bridge, clock, view, messages, openNumbers } = useUi()
  const keys = useAnswerKeys()
  const { reminder } = current
  const kind = reminderKind(reminder.type)
  const shown = `${reminder.id} ${reminder.n}`
  const [refusing, setRefusing] = useState<string>()
  const rejecting = refusing === reminder.id
  // The row of what can be undone keeps its room as long as the ticket stands: nothing moves under a finger.
  const [rowAt, setRowAt] = useState<string>()
  const undoRow = rowAt === shown
  if (view.undoable.length > 0 && !undoRow) setRowAt(shown)
  const pressable = usePressGuard(`${shown} ${undoRow}`)
  const [keyRefused, setKeyRefused] = useState(false)
  const dialog = useRef<HTMLDialogElement>(null)
  const main = useRef<HTMLButtonElement>(null)
  const headingId = useId()
  const { beside, room } = useOpenDialog(dialog)

  useEffect(
    () => (keyRefused ? clock.after(REFUSAL_SHOWN_MS, () => setKeyRefused(false)) : undefined),
    [clock, keyRefused],
  )
  useLayoutEffect(() => {
    setKeyRefused(false)
    keys.changed(shown)
    return () => keys.changed(shown)
  }, [keys, shown])
  useEffect(() => {
    if (pressable && !rejecting && !beside) main.current?.focus()
  }, [pressable, rejecting, beside])

  function accept(): void {
    queue.answer(
      kind === 'new_order'
        ? { move: 'confirm', orderId: reminder.orderId }
        : { move: 'acknowledge', reminderId: reminder.id },
    )
  }

  function later(): void {
    setRefusing(undefined)
    queue.putAway(current)
    if (queue.waiting.length === 1) bridge.later()
  }

  function onKeyDown(event: KeyboardEvent): void {
    const mayAnswer = pressable && keys.mayAnswer(event.nativeEvent)
    if (event.key === 'Escape') {
      event.preventDefault()
      if (rejecting) setRefusing(undefined)
      else if (mayAnswer) later()
    }
    if (event.key !== 'Enter' || rejecting) return
    const onButton = event.target instanceof Element ? event.target.closest('button, input') : null
    if (event.repeat) return event.preventDefault()
    if (onButton === null || onButton.matches('[data-answers]')) setKeyRefused(!mayAnswer)
    if (mayAnswer && onButton === null) accept()
  }

  return (
    <dialog
      ref={dialog}
      className="alert"
      data-kind={kind}
      data-level={reminder.level}
      role="alertdialog"
      data-beside={beside}
      style={room}
      tabIndex={-1}
      aria-labelledby={headingId}
      onKeyDown={onKeyDown}
      onCancel={(event) => event.preventDefault()}
      // A browser closes a dialog at a second Esc in any case; it is shown again.
      onClose={({ currentTarget }) => currentTarget.isConnected && currentTarget.showModal()}
    >
      {beside && (
        <p className="unseen" role="alert">
          {messages.alert.label[toldKind(reminder)]} {calledOf(reminder, messages, openNumbers)}
        </p>
      )}
      <UndoBar hasRoom={undoRow} />
      <div className="alert-top">
        <h2>{messages.alert.label[toldKind(reminder)]}</h2>
        <WaitingStrip queue={queue} current={current} />
      </div>
      <div className="ticket" data-bare={reminder.order.number === ''} key={reminder.id}>
        <Ticket reminder={reminder} headingId={headingId} />
      </div>
      {rejecting ? (
        <ReasonPanel
          question={messages.alert.rejectQuestion}
          reasons={messages.alert.reasons}
          choose={(reason) => queue.answer({ move: 'reject', orderId: reminder.orderId, reason })}
          back={() => setRefusing(undefined)}
        />
      ) : (
        <AnswerBar
          {...{ reminder, pressable, keyRefused, main, accept, later }}
          reject={() => setRefusing(reminder.id)}
        />
      )}
    </dialog>
  )
}
