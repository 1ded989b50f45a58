import { type KeyboardEvent, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { reminderKind } from '../../../shared/reminder.ts'
import type { BoardReminder } from '../../core/bell/bell.ts'
import { useAnswerKeys } from '../keys/answer-keys.tsx'
import { useUi } from '../parts/context.tsx'
import { AlertTop } from './alert-top.tsx'
import { AnswerBar } from './answer-bar.tsx'
import type { FrontPart } from './front-part.ts'
import { ReasonPanel } from './reason-panel.tsx'
import { scrollByKey, scrollOn } from './scroll-keys.ts'
import { Ticket } from './ticket.tsx'
import { useDishesSeen } from './use-dishes-seen.ts'
import { usePressGuard } from './use-press-guard.ts'

/** Long enough to be read, and over before the next key. */
const REFUSAL_SHOWN_MS = 3_000

interface OrderAlertProps extends FrontPart {
  current: BoardReminder
}

/**
 * Shows one reminder with its answers. Enter accepts, Esc means later, as far as the guards of keys and presses let them.
 * A new order can be accepted once its last dish has been on the screen; before that the same button and the same key
 * scroll on, and read what the frame lacks. What cannot be read, as offline, is accepted as it is.
 */
export function OrderAlert({ queue, current, beside, undoRow, frontKeys }: OrderAlertProps) {
  const { bridge, clock, messages, whole } = useUi()
  const keys = useAnswerKeys()
  const { reminder } = current
  const shown = `${reminder.id} ${reminder.n}`
  const isOrder = reminderKind(reminder.type) === 'new_order'
  const [rejecting, setRejecting] = useState(false)
  const [keyRefused, setKeyRefused] = useState(false)
  const main = useRef<HTMLButtonElement>(null)
  const paper = useRef<HTMLDivElement>(null)
  const { order, orderId } = reminder
  const seen = useDishesSeen(paper, JSON.stringify([order.items, order.moreItems]))
  const lacking = isOrder && lacksDishes(order) && orderId > 0 && whole.stateOf(orderId) !== 'failed'
  const armed = !isOrder || (seen.all && !lacking)
  const pressable = usePressGuard(`${shown} ${undoRow}`)
  // The button that scrolled a moment ago accepts now: a second press was meant for what it said before.
  const settled = usePressGuard(`${shown} ${armed}`)

  useEffect(
    () => (keyRefused ? clock.after(REFUSAL_SHOWN_MS, () => setKeyRefused(false)) : undefined),
    [clock, keyRefused],
  )
  useLayoutEffect(() => {
    setKeyRefused(false)
    keys.changed(`${shown} ${armed}`)
    return () => keys.changed(shown)
  }, [keys, shown, armed])
  useEffect(() => {
    if (pressable && !rejecting && !beside) main.current?.focus()
  }, [pressable, rejecting, beside])

  function accept(): void {
    queue.answer(
      isOrder ? { move: 'confirm', orderId: reminder.orderId } : { move: 'acknowledge', reminderId: reminder.id },
    )
  }

  function press(): void {
    if (!armed) readOn()
    else if (settled) accept()
  }

  function readOn(): void {
    queue.keep(reminder.id)
    if (!seen.all || seen.below > 0) scrollOn(paper.current)
    else if (whole.stateOf(orderId) === undefined) whole.open(orderId)
  }

  function reject(): void {
    queue.keep(reminder.id)
    setRejecting(true)
  }

  function later(): void {
    queue.putAway(current)
    if (queue.waiting.length === 1) bridge.later()
  }

  useImperativeHandle(frontKeys, () => (event: KeyboardEvent) => {
    if (scrollByKey(paper.current, event)) return queue.keep(reminder.id)
    const mayAnswer = pressable && keys.mayAnswer(event.nativeEvent)
    if (event.key === 'Escape') {
      event.preventDefault()
      if (rejecting) setRejecting(false)
      else if (mayAnswer) later()
    }
    if (event.key !== 'Enter' || rejecting) return
    const onButton = event.target instanceof Element ? event.target.closest('a, button, input') : null
    if (event.repeat) return event.preventDefault()
    if (onButton === null && !armed) return readOn()
    if (onButton === null || onButton.matches('[data-answers]')) setKeyRefused(!mayAnswer)
    if (mayAnswer && onButton === null) accept()
  })

  const hint =
    lacking && seen.below === 0 ? messages.order.whole.read(order.moreItems) : messages.alert.moreBelow(seen.below)
  return (
    <>
      <AlertTop queue={queue} current={current} />
      <Ticket {...{ reminder, paper, seen, lacking, hint }} readOn={readOn} />
      {rejecting ? (
        <ReasonPanel
          orderId={reminder.orderId}
          question={messages.alert.rejectQuestion}
          reasons={messages.alert.reasons}
          choose={(reason) => queue.answer({ move: 'reject', orderId: reminder.orderId, reason })}
          back={() => setRejecting(false)}
        />
      ) : (
        <AnswerBar {...{ reminder, pressable, armed, settled, keyRefused, main, press, later, reject }} hint={hint} />
      )}
    </>
  )
}

/** Tells whether dishes or warnings of the order are not in its frame. */
function lacksDishes({ moreItems, moreWarnings = 0 }: ReminderFrame['order']): boolean {
  return moreItems + moreWarnings > 0
}
