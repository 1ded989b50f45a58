import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { reminderKind, toldKind } from '../../../shared/reminder.ts'
import type { BoardReminder } from '../../core/bell/bell.ts'
import { useUi } from '../parts/context.tsx'
import { AnswerBar } from './answer-bar.tsx'
import { ReasonPanel } from './reason-panel.tsx'
import { Ticket } from './ticket.tsx'
import type { AlertQueue } from './use-alert-queue.ts'
import { usePressGuard } from './use-press-guard.ts'
import { WaitingStrip } from './waiting-strip.tsx'

/**
 * Shows the current reminder of the alert queue in front of everything, with the focus held inside (a modal `<dialog>`)
 * and given back when the queue is empty. Enter accepts, Esc and closing mean later; the press guard ignores both right
 * after a ticket has come.
 */
export function AlertDialog({ queue, current }: { queue: AlertQueue; current: BoardReminder }) {
  const { bridge, messages } = useUi()
  const { reminder } = current
  const kind = reminderKind(reminder.type)
  const [refusing, setRefusing] = useState<string>()
  const rejecting = refusing === reminder.id
  const pressable = usePressGuard(`${reminder.id} ${reminder.n}`)
  const dialog = useRef<HTMLDialogElement>(null)
  const main = useRef<HTMLButtonElement>(null)
  const headingId = useId()

  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    // The focus would be on the scrolling paper otherwise, until there is a button to press.
    element?.focus()
    // Closed before it is taken out, because only closing gives the focus back.
    return () => element?.close()
  }, [])
  useEffect(() => {
    if (pressable && !rejecting) main.current?.focus()
  }, [pressable, rejecting])

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
    if (event.key === 'Escape') {
      event.preventDefault()
      if (rejecting) setRefusing(undefined)
      else if (pressable && !event.repeat) later()
    }
    const onButton = event.target instanceof Element && event.target.closest('button, input') !== null
    if (event.key !== 'Enter' || rejecting) return
    if (event.repeat || !pressable) event.preventDefault()
    else if (!onButton) accept()
  }

  return (
    <dialog
      ref={dialog}
      className="alert"
      data-kind={kind}
      data-level={reminder.level}
      role="alertdialog"
      tabIndex={-1}
      aria-labelledby={headingId}
      onKeyDown={onKeyDown}
      onCancel={(event) => event.preventDefault()}
      // A browser closes a dialog at a second Esc in any case; it is shown again.
      onClose={({ currentTarget }) => currentTarget.isConnected && currentTarget.showModal()}
    >
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
        <AnswerBar {...{ reminder, pressable, main, accept, later }} reject={() => setRefusing(reminder.id)} />
      )}
    </dialog>
  )
}
