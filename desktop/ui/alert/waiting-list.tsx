import {
  type KeyboardEvent,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { reminderKind } from '../../../shared/reminder.ts'
import { type KeptBack, keptBack } from '../../core/answers/kept-back.ts'
import type { BoardReminder } from '../../core/bell/bell.ts'
import { useAnswerKeys } from '../keys/answer-keys.tsx'
import { useUi } from '../parts/context.tsx'
import { remember } from '../parts/remember.ts'
import { AcceptTogether } from './accept-together.tsx'
import type { FrontPart } from './front-part.ts'
import { scrollByKey } from './scroll-keys.ts'
import { usePressGuard } from './use-press-guard.ts'
import { WaitingRest } from './waiting-rest.tsx'
import { WaitingRow } from './waiting-row.tsx'

/** So many rows are drawn at first, and more each time that the last of them is reached. */
const ROWS = 30

/** So many new orders without a warning are worth a button of their own. */
const TOGETHER_FROM = 2

/**
 * Shows all that waits, one row each, in the voice's order. Each row has its own answer and opens its order in full; new
 * orders without a warning can be accepted together. Esc puts all of them away.
 */
export function WaitingList({ queue, beside, undoRow, frontKeys }: FrontPart) {
  const { bridge, messages } = useUi()
  const keys = useAnswerKeys()
  const { waiting } = queue
  const { list } = messages.alert
  // Rows move when one comes or goes: what a finger was on its way to is elsewhere.
  const shown = waiting.map(({ reminder }) => reminder.id).join(' ')
  const pressable = usePressGuard(`${shown} ${undoRow}`)
  const [drawn, setDrawn] = useState(ROWS)
  const drawMore = useCallback(() => setDrawn((before) => before + ROWS), [])
  const rows = useRef<HTMLUListElement>(null)
  const main = useRef<HTMLButtonElement>(null)
  const latest = useRef(waiting)
  // Hundreds of them are asked anew whenever one comes or goes.
  const whyKeptBack = useMemo(() => remember(keptBack), [])
  const together = waiting.filter(({ reminder }) => whyKeptBack(reminder) === undefined)
  const offered = together.length >= TOGETHER_FROM

  useLayoutEffect(() => {
    keys.changed(shown)
    return () => keys.changed(shown)
  }, [keys, shown])
  useEffect(() => {
    latest.current = waiting
  }, [waiting])
  useEffect(() => {
    if (pressable && !beside && !document.activeElement?.matches('button, a')) main.current?.focus()
  }, [pressable, beside])

  function accept({ reminder }: BoardReminder): void {
    const isOrder = reminderKind(reminder.type) === 'new_order'
    queue.answer(
      isOrder ? { move: 'confirm', orderId: reminder.orderId } : { move: 'acknowledge', reminderId: reminder.id },
    )
  }

  /** Accepts those of them that still wait: somebody else may have been faster. */
  function acceptAll(items: readonly BoardReminder[]): void {
    const open = new Set(latest.current.map(({ reminder }) => reminder.id))
    for (const item of items) if (open.has(item.reminder.id)) accept(item)
  }
  function later(): void {
    for (const item of waiting) queue.putAway(item)
    bridge.later()
  }

  useImperativeHandle(frontKeys, () => (event: KeyboardEvent) => {
    if (scrollByKey(rows.current, event)) return
    const mayAnswer = pressable && keys.mayAnswer(event.nativeEvent)
    if (event.key === 'Escape') {
      event.preventDefault()
      if (mayAnswer) later()
    }
  })

  return (
    <>
      <header className="alert-top">
        <h2>{list.title(waiting.length)}</h2>
      </header>
      <ul ref={rows} className="waiting-list" aria-label={list.title(waiting.length)} data-many={waiting.length > 5}>
        {waiting.slice(0, drawn).map((item, index) => (
          <WaitingRow
            key={item.reminder.id}
            item={item}
            why={offered ? whyKeptBack(item.reminder) : whyAlone(whyKeptBack(item.reminder))}
            pressable={pressable}
            main={index === 0 ? main : undefined}
            open={() => queue.bringUp(item.reminder.id)}
            accept={() => accept(item)}
          />
        ))}
        {waiting.length > drawn && <WaitingRest key={drawn} count={waiting.length - drawn} more={drawMore} />}
      </ul>
      <div className="answer-bar" data-list>
        {offered && <AcceptTogether items={together} pressable={pressable} accept={acceptAll} />}
        <button type="button" className="button later" data-answers disabled={!pressable} onClick={later}>
          {list.laterAll}
          <small>{messages.alert.laterHint}</small>
        </button>
      </div>
    </>
  )
}

/** Where nothing is accepted together, only what cannot be read here is told. */
function whyAlone(why: KeptBack | undefined): 'unread' | undefined {
  return why === 'unread' ? why : undefined
}
