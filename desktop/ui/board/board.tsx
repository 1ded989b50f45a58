import { useCallback, useId, useMemo, useRef, useState } from 'react'
import { ORDER_STATUS } from '../../../shared/order.ts'
import { reminderKind, waitsForAcceptance } from '../../../shared/reminder.ts'
import { byUrgency } from '../../core/announcer/urgency.ts'
import type { AlertQueue } from '../alert/use-alert-queue.ts'
import { Boundary } from '../parts/boundary.tsx'
import { useUi } from '../parts/context.tsx'
import { BoardBar, KindFilter } from './board-bar.tsx'
import { dishTotals } from './dish-totals.ts'
import { KeyHelp } from './key-help.tsx'
import { Lane } from './lane.tsx'
import { OrderView } from './order-view.tsx'
import { Pager } from './pager.tsx'
import { Rail } from './rail.tsx'
import { RefundEdge } from './refund-edge.tsx'
import { ageSince, STATUS_OF, type Stage } from './stages.ts'
import { useDoneToday } from './use-done-today.ts'
import { useKeyNote } from './use-key-note.ts'
import { useLaneColumns } from './use-lane-columns.ts'
import type { BoardOrders } from './use-orders.ts'
import type { StrikeOff } from './use-struck-dishes.ts'
import { useWallKeys } from './use-wall-keys.ts'
import { useWallPages } from './use-wall-pages.ts'
import { useWallRoom } from './use-wall-room.ts'
import { Wall } from './wall.tsx'

interface BoardProps {
  queue: AlertQueue
  orders: BoardOrders
  strikeOff: StrikeOff
}

/** Shows the shop's orders: above what waits for an answer, below it, page by page, what is being made. */
export function Board({ queue, orders: { underWay, statistics, stale }, strikeOff }: BoardProps) {
  const { view, messages } = useUi()
  const [stage, setStage] = useState<Stage>('accepted')
  const [kind, setKind] = useState<string>()
  const [sought, setSought] = useState<string>()
  const [opened, setOpened] = useState<number>()
  const [helps, setHelps] = useState(false)
  const headingId = useId()
  const wall = useRef<HTMLDivElement>(null)
  const board = useRef<HTMLDivElement>(null)
  const room = useWallRoom(wall)
  const laneColumns = useLaneColumns(board)
  const done = useDoneToday(stage === 'done', statistics)
  const known = statistics !== undefined

  const urges = useMemo(
    () =>
      new Map(
        view.board
          .filter(({ reminder }) => reminderKind(reminder.type) === 'urge')
          .map((item) => [item.reminder.orderId, item]),
      ),
    [view.board],
  )
  const staged = useMemo(() => {
    if (stage === 'done') return done ?? []
    const isUrged = (id: number) => (urges.has(id) ? 0 : 1)
    return underWay
      .filter(({ status }) => status === STATUS_OF[stage])
      .toSorted((a, b) => isUrged(a.id) - isUrged(b.id) || ageSince(stage, a) - ageSince(stage, b))
  }, [stage, done, underWay, urges])
  const kinds = useMemo(() => {
    const counts = new Map<string, number>()
    for (const { fulfilment } of staged) counts.set(fulfilment, (counts.get(fulfilment) ?? 0) + 1)
    return counts
  }, [staged])
  const shown = useMemo(
    () => (kind === undefined ? staged : staged.filter(({ fulfilment }) => fulfilment === kind)),
    [staged, kind],
  )
  const paged = useWallPages(shown, urges, room)
  const totals = useMemo(() => {
    const cooking = underWay.filter(({ status }) => status === ORDER_STATUS.confirmed)
    const wanted = kind === undefined ? cooking : cooking.filter(({ fulfilment }) => fulfilment === kind)
    return dishTotals(wanted, strikeOff.portions)
  }, [underWay, kind, strikeOff])

  // What waits stands once: an urge on the ticket of its order while that can be seen, else in the lane.
  const onPage = new Set(stage === 'done' ? [] : paged.orders.map(({ id }) => id))
  const reminders = view.board
    .filter(({ reminder }) => reminderKind(reminder.type) !== 'urge' || !onPage.has(reminder.orderId))
    .toSorted((a, b) => byUrgency(a.reminder, b.reminder))
  const reminded = new Set(
    view.board
      .filter(({ reminder }) => waitsForAcceptance(reminderKind(reminder.type)))
      .map(({ reminder }) => reminder.orderId),
  )
  // An order with a reminder on the board has its card already, also while its answer waits for the server.
  const unreminded = underWay.filter(({ status, id }) => status === ORDER_STATUS.to_be_confirmed && !reminded.has(id))

  const { note, say } = useKeyNote()
  const help = useCallback(() => setHelps(true), [])
  const refused = useCallback(() => say(messages.alert.keyRefused), [say, messages])
  useWallKeys({ page: paged.page, laid: room !== undefined, turn: paged.turn, help, refused })

  function choose(next: Stage): void {
    setStage(next)
    setKind(undefined)
    setSought(undefined)
    paged.turn(0)
  }

  const count = (one: Exclude<Stage, 'done'>) =>
    known ? underWay.filter(({ status }) => status === STATUS_OF[one]).length : undefined
  const counts = {
    accepted: count('accepted'),
    delivering: count('delivering'),
    done: statistics?.today.completed,
  }
  const openedOrder = [...underWay, ...(done ?? [])].find(({ id }) => id === opened)
  const loaded = stage === 'done' ? done !== undefined : known
  const nothing = kind === undefined ? messages.board.nothing[stage] : messages.board.noneOfKind
  const pager = <Pager page={paged.page} pages={paged.pages} turn={paged.turn} />
  return (
    <div ref={board} className="board" data-stage={stage}>
      <h1 className="unseen">{messages.board.title}</h1>
      <BoardBar {...{ headingId, counts, stage, choose, statistics }} waiting={view.board.length + unreminded.length}>
        <Boundary instead={() => null}>
          <RefundEdge />
        </Boundary>
        <KindFilter kinds={kinds} kind={kind} choose={setKind} />
        {room !== undefined && pager}
        <button type="button" className="button bar-help" onClick={help}>
          <span aria-hidden="true">?</span>
          <span className="unseen">{messages.board.keys}</span>
        </button>
      </BoardBar>
      {stale && <p className="stale">{messages.board.stale}</p>}
      <Lane
        {...{ reminders, headingId }}
        orders={unreminded}
        columns={laneColumns}
        open={queue.bringUp}
        openOrder={setOpened}
      />
      {stage === 'accepted' && <Rail totals={totals} sought={sought} seek={setSought} />}
      <Wall
        {...{ wall, stage, room, urges, strikeOff, sought }}
        orders={paged.orders}
        places={paged.places}
        nothing={loaded ? nothing : undefined}
        openUrge={queue.bringUp}
        open={setOpened}
      />
      {room === undefined && pager}
      <p className="key-note" role="status">
        {note}
      </p>
      {helps && <KeyHelp close={() => setHelps(false)} />}
      {openedOrder !== undefined && (
        <OrderView key={openedOrder.id} order={openedOrder} close={() => setOpened(undefined)} />
      )}
    </div>
  )
}
