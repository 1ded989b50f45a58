import { expect, it } from 'vitest'
import { FAKE_SECRETS, hmacBase64Sha1 } from '../../../demo/channels/check-signature.ts'
import { planEffects } from '../../../server/attention/plan-effects.ts'
import { createPostMessage } from '../../../server/attention/post-message.ts'
import { sendEffects } from '../../../server/attention/send-effects.ts'
import { watchStores } from '../../../server/attention/watch-stores.ts'
import { hearCall } from '../../../server/commands/hear-call.ts'
import type { Context } from '../../../server/context/context.ts'
import type { Tx } from '../../../server/db/database.ts'
import { throughWrites } from '../../support/beside.ts'
import { attentionRig, PUBLIC } from './attention-rig.ts'

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

it('a death at any statement of a look at a store without a device tells its contact once', async () => {
  const rig = await attentionRig()
  await rig.simplePolicy({ cause: 'away', afterS: 180 })
  const { ctx } = rig.running
  const none = async () => false
  for (let at = 1, died = true; died; at++) {
    await ctx.db.write(async (tx) => {
      await tx.run('DELETE FROM store_watch')
      await tx.run('DELETE FROM effects')
      await tx.run(`UPDATE contacts SET recent = '[]'`)
    })
    await watchStores(ctx, none)
    await ctx.db.write((tx) => tx.run('UPDATE store_watch SET alone_ms = 175000, watched_at = watched_at - 10000'))
    const mortal = dying(ctx, at)
    await watchStores(mortal.ctx, none).catch(() => {})
    died = mortal.died()
    // The next start looks again.
    await watchStores(ctx, none)
    expect(
      (await rig.effects()).map(({ cause }) => cause),
      `dead at statement ${at}`,
    ).toEqual(['away'])
    expect(at).toBeLessThan(40)
  }
})

it('a death at any statement of a pressed key leaves it to be reported again, which then counts once', async () => {
  const rig = await attentionRig({ env: { PUBLIC_URL: PUBLIC } })
  const [contact, channel] = [await rig.addContact('王店长', '13800138000'), await rig.addChannel('twilio_voice')]
  await rig.setPolicy({ cause: 'unanswered', afterS: 60, contacts: [contact.id], channel: channel.id })
  const { ctx } = rig.running
  for (let at = 1, died = true; died; at++) {
    const order = await rig.api.placePaid()
    await ctx.db.write((tx) => tx.run(`UPDATE contacts SET recent = '[]', recent_calls = '[]'`))
    await rig.later(MINUTE)
    const call = rig.fake.twilio.calls.at(-1)
    const url = call?.action ?? ''
    const fields = { CallSid: call?.sid ?? '', Digits: '1' }
    const signature = await hmacBase64Sha1(FAKE_SECRETS.twilioToken, `${url}CallSid${fields.CallSid}Digits1`)
    const report = { url, headers: { 'x-twilio-signature': signature }, fields }
    const token = /\/e\/(.{22})\/call$/.exec(url)?.[1] ?? ''
    const mortal = dying(ctx, at)
    await hearCall(mortal.ctx as typeof ctx, token, report).catch(() => {})
    died = mortal.died()
    await hearCall(ctx, token, report)
    const { body } = await rig.api.call('GET', `/v1/orders/${order.id}`, { as: rig.api.operatorKey })
    expect(body, `dead at statement ${at}`).toMatchObject({ status: 3 })
    const closed = await ctx.db.read.all(
      `SELECT seq FROM reminder_log WHERE what = 'close' AND reminder_id IN (SELECT id FROM reminders WHERE order_id = ?)`,
      [order.id],
    )
    expect(closed).toHaveLength(1)
    expect(at).toBeLessThan(60)
  }
})
