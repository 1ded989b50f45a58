import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { reminderKind } from '../../../shared/reminder.ts'
import type { BoardEntry } from '../../core/bell/bell.ts'
import { useUi } from '../parts/context.tsx'
import { AnswerBar } from './answer-bar.tsx'
import { ReasonPanel } from './reason-panel.tsx'
import { Ticket } from './ticket.tsx'
import type { Stack } from './use-alert-queue.ts'
import { useArming } from './use-press-guard.ts'
import { WaitingStrip } from './waiting-strip.tsx'

/**
 * The alert: the top of the stack, in front of everything, with the focus held inside (a modal `<dialog>`) and given
 * back when the stack is empty. Enter accepts, Esc and closing mean later; neither counts in the moment a ticket comes.
 */
export function AlertDialog({ stack, top }: { stack: Stack; top: BoardEntry }) {
  const { bridge, words } = useUi()
  const { reminder } = top
  const kind = reminderKind(reminder.type)
  const [refusing, setRefusing] = useState<string>()
  const rejecting = refusing === reminder.id
  const armed = useArming(`${reminder.id} ${reminder.n}`)
  const dialog = useRef<HTMLDialogElement>(null)
  const main = useRef<HTMLButtonElement>(null)
  const headingId = useId()

  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    // Else the paper would have it, because it scrolls, until there is a button to press.
    element?.focus()
    // Closed before it is taken out, because only closing gives the focus back.
    return () => element?.close()
  }, [])
  useEffect(() => {
    if (armed && !rejecting) main.current?.focus()
  }, [armed, rejecting])

  function accept(): void {
    stack.answer(
      kind === 'new_order'
        ? { move: 'confirm', orderId: reminder.orderId }
        : { move: 'acknowledge', reminderId: reminder.id },
    )
  }

  function later(): void {
    setRefusing(undefined)
    stack.putAway(top)
    if (stack.entries.length === 1) bridge.later()
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault()
      if (rejecting) setRefusing(undefined)
      else if (armed && !event.repeat) later()
    }
    const onButton = event.target instanceof Element && event.target.closest('button, input') !== null
    if (event.key !== 'Enter' || rejecting) return
    if (event.repeat || !armed) event.preventDefault()
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
      // A browser lets nobody hold a dialog open against a second Esc. What still waits is put up again.
      onClose={({ currentTarget }) => currentTarget.isConnected && currentTarget.showModal()}
    >
      <div className="alert-top">
        <h2>{words.alert.label[kind]}</h2>
        <WaitingStrip stack={stack} top={top} />
      </div>
      <div className="ticket" data-bare={reminder.order.number === ''} key={reminder.id}>
        <Ticket reminder={reminder} headingId={headingId} />
      </div>
      {rejecting ? (
        <ReasonPanel
          question={words.alert.whyReject}
          reasons={words.alert.reasons}
          choose={(reason) => stack.answer({ move: 'reject', orderId: reminder.orderId, reason })}
          back={() => setRefusing(undefined)}
        />
      ) : (
        <AnswerBar {...{ reminder, armed, main, accept, later }} reject={() => setRefusing(reminder.id)} />
      )}
    </dialog>
  )
}
