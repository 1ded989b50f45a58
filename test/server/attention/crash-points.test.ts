import { expect, it } from 'vitest'
import { planEffects } from '../../../server/attention/plan-effects.ts'
import { createPostMessage } from '../../../server/attention/post-message.ts'
import { sendEffects } from '../../../server/attention/send-effects.ts'
import type { Context } from '../../../server/context/context.ts'
import type { Tx } from '../../../server/db/database.ts'
import { throughWrites } from '../../support/beside.ts'
import { attentionRig } from './attention-rig.ts'

const MINUTE = 60_000

/** A server that dies at the `at`th statement of its transactions, which is not carried out. `died` tells whether it did. */
function dying(ctx: Context, at: number): { ctx: Context; died(): boolean } {
  let statements = 0
  let dead = false
  async function live(): Promise<void> {
    dead = dead || ++statements === at
    if (dead) throw new Error('the process died')
  }
  const mortal = (tx: Tx): Tx => ({
    ...tx,
    run: (sql, values) => live().then(() => tx.run(sql, values)),
    get: <Row>(sql: string, values?: Parameters<Tx['get']>[1]) => live().then(() => tx.get<Row>(sql, values)),
    all: <Row>(sql: string, values?: Parameters<Tx['all']>[1]) => live().then(() => tx.all<Row>(sql, values)),
  })
  return { ctx: { ...ctx, db: throughWrites(ctx.db, mortal) }, died: () => dead }
}

it('a death at any statement of planning, sending and noting loses no message, and repeats one under its own id at most', async () => {
  const rig = await attentionRig()
  const { simplePolicy, api, running, fake, later } = rig
  await simplePolicy()
  const { token } = await api.pair()
  const outward = { post: createPostMessage(fake.url) }
  for (let at = 1, died = true; died; at++) {
    const before = fake.shown.length
    const order = await api.placePaid()
    await running.ctx.db.write((tx) =>
      tx.run(`UPDATE reminders SET escalate_at = since, since = since - 180000 WHERE state = 'open'`),
    )
    const mortal = dying(running.ctx, at)
    await planEffects(mortal.ctx, async () => true).catch(() => {})
    if (!mortal.died()) await sendEffects(mortal.ctx, outward).catch(() => {})
    died = mortal.died()
    // The next start, and the time until a call that may be under way has surely ended.
    await later(2 * MINUTE, 10_000)
    const shown = fake.shown.slice(before).filter(({ text }) => text.includes(order.number))
    expect(shown.length, `dead at statement ${at}`).toBeGreaterThan(0)
    expect(new Set(shown.map(({ id }) => id)).size, `dead at statement ${at}`).toBe(1)
    await api.move(token, order.id, 'confirm')
    await later(2 * MINUTE, MINUTE)
    expect(at).toBeLessThan(60)
  }
})
