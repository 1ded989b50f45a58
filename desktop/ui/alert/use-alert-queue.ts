import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { answeredByMove, reminderKind } from '../../../shared/reminder.ts'
import { byUrgency, urgencyOf } from '../../core/announcer/urgency.ts'
import type { Answer } from '../../core/answers/answer.ts'
import type { BoardReminder } from '../../core/bell/bell.ts'
import { useUi } from '../parts/context.tsx'

/** From so many on, what waits is a list; fewer stand one in front of the other. */
const LIST_FROM = 3
/** A list stays one until so few are left: nothing turns into something else below a hand that works it off. */
const LIST_UNTIL = 2

export interface AlertQueue {
  /** The reminder to show now; `undefined`: none wants an answer. */
  current: BoardReminder | undefined
  /** All reminders in the queue, in the order in which the voice tells them. */
  waiting: readonly BoardReminder[]
  /** Gives a human's answer. Its reminders leave the queue at once, and come back if it is undone or refused. */
  answer(answer: Answer): void
  putAway(item: BoardReminder): void
  bringUp(reminderId: string): void
  /** Whether what waits is shown as a list. */
  listed: boolean
  /** Keeps this reminder in front, as somebody is at work on it: no list comes in its place. */
  keep(reminderId: string): void
  /** Goes back to the list from what was brought up or kept. */
  showList(): void
}

/**
 * Queues the reminders that want an answer now, the most urgent first, as the voice does. The one in front stays there until
 * a more urgent kind comes: nobody accepts an order that slipped in below their eyes. One that was put away comes back when it is announced
 * again (a higher `n`), or when a human asks for it. While the server is away, and during a catch-up, a reminder joins only
 * so: it may be answered already.
 *
 * @param onlyAsked reminders join only when a human asks for them, because the alerts have a window of their own
 */
export function useAlertQueue(onlyAsked: boolean): AlertQueue {
  const { bridge, view } = useUi()
  /** By reminder id: the `n` at which it was put away; 0: a human asked for it. */
  const [away, setAway] = useState<Readonly<Record<string, number>>>({})
  const [chosen, setChosen] = useState<string>()
  const [kept, setKept] = useState<string>()
  const joined = useRef(new Set<string>())
  const { board } = view
  const { link } = view.status
  const settled = link !== 'connecting' && link !== 'catching_up'

  const waiting = useMemo(
    () =>
      board
        .filter(
          ({ reminder, answering, announced }) =>
            answering === undefined &&
            (onlyAsked ? away[reminder.id] === 0 : reminder.n > (away[reminder.id] ?? 0)) &&
            (settled || announced > 0 || away[reminder.id] === 0 || joined.current.has(reminder.id)),
        )
        .toSorted((a, b) => byUrgency(a.reminder, b.reminder)),
    [board, away, settled, onlyAsked],
  )
  useEffect(() => {
    joined.current = new Set(waiting.map(({ reminder }) => reminder.id))
  }, [waiting])

  const answer = useCallback(
    async (given: Answer) => {
      const about = board.filter(({ reminder }) => isAbout(given, reminder))
      const put = (at: (n: number) => number) =>
        setAway((before) => ({
          ...before,
          ...Object.fromEntries(about.map(({ reminder: { id, n } }) => [id, at(n)])),
        }))
      put((n) => n)
      setKept(undefined)
      setChosen(undefined)
      const decision = await bridge.answer(given)
      if (!decision.accepted) put(() => 0)
    },
    [bridge, board],
  )
  const putAway = useCallback(({ reminder }: BoardReminder) => {
    setAway((before) => ({ ...before, [reminder.id]: reminder.n }))
    setKept(undefined)
    setChosen(undefined)
  }, [])
  const bringAllUp = useCallback((ids: readonly string[]) => {
    setAway((before) => ({ ...before, ...Object.fromEntries(ids.map((id) => [id, 0])) }))
    setChosen(ids[0])
  }, [])
  const bringUp = useCallback((id: string) => bringAllUp([id]), [bringAllUp])
  useEffect(() => bridge.onAsked(bringAllUp), [bridge, bringAllUp])
  const front = useRef<string>(undefined)
  const current = inFront(waiting, chosen, front.current)
  useEffect(() => {
    front.current = current?.reminder.id
  }, [current])
  const wasListed = useRef(false)
  const many = waiting.length >= (wasListed.current ? LIST_UNTIL : LIST_FROM)
  const isFront = current?.reminder.id === chosen || current?.reminder.id === kept
  useEffect(() => {
    wasListed.current = many
  }, [many])
  const showList = useCallback(() => {
    setChosen(undefined)
    setKept(undefined)
  }, [])
  return { current, waiting, answer, putAway, bringUp, listed: many && !isFront, keep: setKept, showList }
}

/** Picks the reminder to show: the chosen one, else the one in front unless a more urgent kind waits. */
function inFront(
  waiting: readonly BoardReminder[],
  chosen: string | undefined,
  front: string | undefined,
): BoardReminder | undefined {
  const [first] = waiting
  const found = (id: string | undefined) => waiting.find(({ reminder }) => reminder.id === id)
  const stays = found(front)
  const overtaken = stays && first && urgencyOf(first.reminder) < urgencyOf(stays.reminder)
  return found(chosen) ?? (overtaken ? first : (stays ?? first))
}

function isAbout(answer: Answer, { id, orderId, type }: BoardReminder['reminder']): boolean {
  if (answer.move === 'acknowledge') return answer.reminderId === id
  return answer.orderId === orderId && answeredByMove(reminderKind(type))
}
