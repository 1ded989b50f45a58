import { MAX_BUFFERED_BYTES, MAX_FRAME_BYTES, WINDOW } from '../../../shared/protocol/limits.ts'
import type { Till } from './till.ts'
import type { World } from './world.ts'

/** Everything that is wrong with the world, by the name of the invariant; empty when it is in order and at rest. */
export async function violations(world: World): Promise<string[]> {
  const { db } = world.shop().ctx
  const found: string[] = []
  const wrong = (name: string, rows: unknown[]) =>
    rows.length > 0 && found.push(`${name}: ${JSON.stringify(rows.slice(0, 3))}`)

  const applied = world.answered.filter((payment) => payment.applied).map(({ transactionId }) => transactionId)
  const whole = await db.read.all<{ transaction_id: string }>(
    `SELECT p.transaction_id FROM payments p
       JOIN reminders r ON r.order_id = p.order_id AND r.kind = 'new_order'
       JOIN reminder_log l ON l.reminder_id = r.id AND l.n = 1 AND l.what = 'remind'
      WHERE p.state <> 'review'`,
  )
  const kept = new Set(whole.map((row) => row.transaction_id))
  wrong(
    'I1 an answered payment is not whole',
    applied.filter((id) => !kept.has(id)),
  )
  wrong('I1 money was dropped', await missingPayments(world))
  wrong(
    'I1 a reminder without a payment',
    await db.read.all(
      `SELECT r.id FROM reminders r WHERE r.kind = 'new_order' AND NOT EXISTS
        (SELECT 1 FROM payments p WHERE p.order_id = r.order_id AND p.state <> 'review')`,
    ),
  )
  wrong(
    'I2 the log is not dense',
    await db.read.all(
      `SELECT s.id, s.head_seq, COUNT(l.seq) AS entries, MAX(l.seq) AS last FROM stores s
         LEFT JOIN reminder_log l ON l.store_id = s.id GROUP BY s.id
        HAVING COUNT(l.seq) <> s.head_seq OR COALESCE(MAX(l.seq), 0) <> s.head_seq`,
    ),
  )
  wrong(
    'I4 not exactly one',
    await db.read.all(
      `SELECT o.id FROM orders o WHERE o.pay_status = 1 AND
        ((SELECT COUNT(*) FROM payments p WHERE p.order_id = o.id AND p.state <> 'review') <> 1 OR
         (SELECT COUNT(*) FROM reminders r WHERE r.order_id = o.id AND r.kind = 'new_order') <> 1)`,
    ),
  )
  wrong('I9 a reminder ends wrongly', await wrongEnds(world))
  wrong(
    'I10 an open reminder is not due in time',
    await db.read.all(
      `SELECT id FROM reminders WHERE state = 'open' AND (next_alert_at IS NULL OR next_alert_at < ?)`,
      [world.clock.now() - 2_000],
    ),
  )
  for (const till of world.tills) found.push(...(await tillViolations(world, till)))
  return found
}

async function missingPayments({ answered, shop }: World): Promise<string[]> {
  const rows = await shop().ctx.db.read.all<{ transaction_id: string }>('SELECT transaction_id FROM payments')
  const kept = new Set(rows.map((row) => row.transaction_id))
  return answered.map(({ transactionId }) => transactionId).filter((id) => !kept.has(id))
}

/** n = 1, 2 … k, then `close` exactly when it is not open. */
async function wrongEnds({ shop }: World): Promise<string[]> {
  const { db } = shop().ctx
  const entries = await db.read.all<{ id: string; state: string; what: string; n: number }>(
    `SELECT r.id, r.state, l.what, l.n FROM reminders r JOIN reminder_log l ON l.reminder_id = r.id ORDER BY l.store_id, l.seq`,
  )
  const byId = new Map<string, typeof entries>()
  for (const entry of entries) byId.set(entry.id, [...(byId.get(entry.id) ?? []), entry])
  return [...byId].flatMap(([id, of]) => {
    const reminds = of.filter(({ what }) => what === 'remind')
    const closes = of.length - reminds.length
    const counted = reminds.every(({ n }, index) => n === index + 1)
    const ended = of[0]?.state === 'open' ? closes === 0 : closes === 1 && of.at(-1)?.what === 'close'
    return counted && ended ? [] : [id]
  })
}

async function tillViolations(world: World, till: Till): Promise<string[]> {
  const { db } = world.shop().ctx
  const found: string[] = []
  const bell = till.bell()
  const mine = await db.read.all<{ id: string; n: number }>(
    `SELECT id, n FROM reminders WHERE store_id = ? AND state = 'open' ORDER BY id`,
    [till.storeId],
  )
  const open = (bell?.open() ?? []).map(({ reminder }) => ({ id: reminder.id, n: reminder.n }))
  open.sort((a, b) => (a.id < b.id ? -1 : 1))
  if (JSON.stringify(open) !== JSON.stringify(mine)) {
    found.push(
      `I6 ${till.id} shows ${JSON.stringify(open.slice(0, 3))} of ${open.length}, open are ${JSON.stringify(mine.slice(0, 3))} of ${mine.length}`,
    )
  }
  if (bell?.status().link !== 'connected') found.push(`I7 ${till.id} is ${bell?.status().link}`)
  const unheard = mine.filter(({ id, n }) => !till.announced.includes(`${id}#${n}`))
  if (unheard.length > 0) found.push(`I7 ${till.id} has not announced ${JSON.stringify(unheard.slice(0, 3))}`)
  const times = new Map<string, number>()
  for (const what of till.announced) times.set(what, (times.get(what) ?? 0) + 1)
  const allowed = 1 + till.crashes + world.restores
  for (const [what, count] of times) if (count > allowed) found.push(`I8 ${till.id} announced ${what} ${count} times`)
  const early = till.acks.filter(({ seq, stored }) => seq > stored)
  if (early.length > 0) found.push(`I5 ${till.id} acknowledged before storing: ${JSON.stringify(early[0])}`)
  const stores = await db.read.all<{ id: string; store_id: string }>('SELECT id, store_id FROM reminders')
  const foreign = stores.filter(
    ({ id, store_id }) => store_id !== till.storeId && till.announced.some((what) => what.startsWith(id)),
  )
  if (foreign.length > 0) found.push(`I12 ${till.id} announced another store's ${foreign[0]?.id}`)
  const most = Math.max(0, ...till.wires.map((wire) => wire.mostBuffered()))
  if (most > MAX_BUFFERED_BYTES + WINDOW * MAX_FRAME_BYTES) found.push(`I14 ${most} bytes waited for ${till.id}`)
  return found
}
