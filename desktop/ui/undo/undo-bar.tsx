import { useEffect, useState } from 'react'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { createOpenNumbers } from '../../../shared/phrases/order-tail.ts'
import type { UndoableAnswer } from '../../core/bell/bell.ts'
import { typedField } from '../keys/typed-field.ts'
import { useUi } from '../parts/context.tsx'
import { calledOf, tailOf } from '../parts/format.ts'
import { UndoRow } from './undo-row.tsx'
import { useMovedNumbers } from './use-moved-numbers.ts'

/** So many answers, given together, are more than five seconds are enough for one by one. */
const ALL_FROM = 3

interface UndoBarProps {
  /** The orders of the board, for the numbers of those that it moves. */
  orders?: readonly ReadOrder[]
  /** Whether the bar keeps its room when it is empty. */
  hasRoom?: boolean
}

/**
 * Shows the answers that can be taken back, the latest first, each with the seconds left. A screen reader hears of each
 * once. Ctrl+Z or ⌘Z undoes the latest, but in a field, where it undoes what was typed.
 */
export function UndoBar({ orders = [], hasRoom = false }: UndoBarProps) {
  const { bridge, view, clock, messages, openNumbers } = useUi()
  const { undoable } = view
  const [latest] = undoable
  const numberOf = useMovedNumbers(undoable, orders)

  function nameOf({ answer, reminder }: UndoableAnswer): string {
    if (reminder !== undefined)
      return calledOf(reminder, messages, createOpenNumbers([...openNumbers.numbers, reminder.order.number]))
    const number = 'orderId' in answer ? numberOf(answer.orderId) : undefined
    return number === undefined ? '' : tailOf(number, openNumbers)
  }

  function announce({ answer, until }: UndoableAnswer): string {
    return messages.undo.announce(messages.undo.will[answer.move], Math.ceil((until - clock.now()) / 1_000))
  }

  function undoAll(): void {
    for (const { key } of undoable) void bridge.undo(key)
  }

  useEffect(() => {
    if (latest === undefined) return
    function onKeyDown(event: KeyboardEvent): void {
      const { key, ctrlKey, metaKey, shiftKey, altKey, repeat } = event
      if (key.toLowerCase() !== 'z' || !(ctrlKey || metaKey) || shiftKey || altKey || repeat) return
      if (typedField(document) !== undefined || latest === undefined) return
      event.preventDefault()
      void bridge.undo(latest.key)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [bridge, latest])

  return (
    <section className="undo" aria-label={messages.undo.title} data-room={hasRoom} data-empty={undoable.length === 0}>
      <p className="unseen" role="status">
        {latest !== undefined && <Said key={latest.key} text={`${nameOf(latest)} ${announce(latest)}`} />}
      </p>
      {undoable.length > 0 && (
        <ul>
          {undoable.length >= ALL_FROM && (
            <li className="undo-all">
              <button type="button" className="button undo-button" onClick={undoAll}>
                {messages.undo.all}
              </button>
            </li>
          )}
          {undoable.map((one) => (
            <UndoRow key={one.key} undoable={one} name={nameOf(one)} />
          ))}
        </ul>
      )}
    </section>
  )
}

/**
 * Writes a sentence into the region around it: once, though its seconds go on, and after the region is there, since no
 * screen reader reads what comes together with its region.
 */
function Said({ text }: { text: string }) {
  const [first] = useState(text)
  const [said, setSaid] = useState('')
  useEffect(() => setSaid(first), [first])
  return said
}
