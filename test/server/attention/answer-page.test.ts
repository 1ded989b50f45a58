import { expect, it } from 'vitest'
import type { Contact } from '../../../shared/api/attention.ts'
import type { Order } from '../../../shared/api/orders.ts'
import { watchDatabase } from '../../support/db-dump.ts'
import { type AttentionRig, attentionRig, PUBLIC } from './attention-rig.ts'

const MINUTE = 60_000

/** A shop that is reached from outside, with an order of which a contact was told. */
async function told(more: object = {}) {
  const rig = await attentionRig({ env: { PUBLIC_URL: PUBLIC } })
  const targets = await rig.simplePolicy(more)
  const customer = { name: '张三', phone: '13912345678', address: '建国路 88 号' }
  const order = await rig.api.placePaid({ customer, remark: '花生过敏' })
  await rig.later(3 * MINUTE)
  return { ...rig, ...targets, order, customer, path: linkIn(rig) }
}

/** The path of the link in the latest message. */
function linkIn({ fake }: Pick<AttentionRig, 'fake'>): string {
  const text = fake.shown.at(-1)?.text ?? ''
  const path = /https:\/\/bell\.example(\/e\/[-_A-Za-z0-9]{22})$/m.exec(text)?.[1]
  if (path === undefined) throw new Error(`no link in ${text}`)
  return path
}

function look({ url }: { url: string }, path: string) {
  return fetch(`${url}${path}`)
}

/** Answers by the form of the page. */
function answer({ url }: { url: string }, path: string, fields: Record<string, string>) {
  return fetch(`${url}${path}`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
}

async function reminderId({ running }: AttentionRig): Promise<string> {
  const row = await running.ctx.db.read.get<{ id: string }>(`SELECT id FROM reminders WHERE state = 'open'`)
  return row?.id ?? 'none'
}

async function orderOf({ api }: AttentionRig, { id }: Order): Promise<Order> {
  return (await api.call('GET', `/v1/orders/${id}`, { as: api.operatorKey })).body as Order
}

it('looking at a link changes nothing and shows no customer', async () => {
  const rig = await told()
  const unchanged = await watchDatabase(rig.running.ctx)
  const reply = await look(rig, rig.path)
  const page = await reply.text()
  expect(reply.status).toBe(200)
  expect(page).toContain(rig.order.number)
  for (const secret of [...Object.values(rig.customer), '花生', '宫保鸡丁']) expect(page).not.toContain(secret)
  await unchanged('a look')
  expect(Object.fromEntries(reply.headers)).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
  })
})

it.each([
  ['confirm', {}, 3],
  ['reject', { reason: '卖完了' }, 6],
] as const)('%s from outside is the shop’s answer, in the contact’s name', async (move, more, status) => {
  const rig = await told()
  const { token } = await rig.api.pair()
  const device = await rig.connect({ token, autoAck: true })
  await device.synced()
  const reply = await answer(rig, rig.path, { move, reminderId: await reminderId(rig), ...more })
  expect([reply.status, leadsTo(rig, reply)]).toEqual([303, `/bell${rig.path}?said=counted`])
  expect(await (await look(rig, `${rig.path}?said=counted`)).text()).toContain('您的处理已生效')
  expect(await orderOf(rig, rig.order)).toMatchObject({ status, reason: 'reason' in more ? more.reason : null })
  const closed = await device.until((frame) => 'op' in frame && frame.op === 'closed')
  expect(closed).toMatchObject({ state: 'acknowledged', by: { kind: 'operator', name: '王店长' } })
  // No second reminder tells the kitchen of what it never cooked.
  expect(await rig.running.ctx.db.read.all(`SELECT id FROM reminders WHERE state = 'open'`)).toEqual([])
  expect((await rig.effects()).map(({ state }) => state)).toEqual(['answered'])
  await rig.later(10 * MINUTE, MINUTE)
  expect(rig.fake.shown.at(-1)?.text).toContain('已由王店长处理')
})

/** The place to which a reply leads from below a path: it is relative, because the page may stand there. */
function leadsTo(rig: { path: string }, reply: Response): string {
  const { pathname, search } = new URL(reply.headers.get('location') ?? '', `https://x.example/bell${rig.path}`)
  return pathname + search
}

it('a link dies with its reminder, and answers of others are not overridden', async () => {
  const rig = await told()
  const { token } = await rig.api.pair()
  const id = await reminderId(rig)
  await rig.api.move(token, rig.order.id, 'confirm')
  expect((await look(rig, rig.path)).status).toBe(410)
  const unchanged = await watchDatabase(rig.running.ctx)
  const late = await answer(rig, rig.path, { move: 'reject', reminderId: id, reason: 'x' })
  expect([late.status, leadsTo(rig, late)]).toEqual([303, `/bell${rig.path}?said=late`])
  expect(await (await look(rig, `${rig.path}?said=late`)).text()).toContain('未生效')
  await unchanged('a late answer')
})

it('an answer without a word that could be one leads nowhere, and a reason has to be seen', async () => {
  const rig = await told()
  const id = await reminderId(rig)
  const unchanged = await watchDatabase(rig.running.ctx)
  for (const path of ['/e/..%2f..%2fdocs', '/e/%2f%2fevil.example']) {
    const response = await answer(rig, path, { move: 'reject', reminderId: id, reason: 'x' })
    expect([response.status, response.headers.get('location')]).toEqual([410, null])
  }
  // Whoever types blanks is told so by the form, and does not get the error of a program.
  expect(await (await look(rig, rig.path)).text()).toContain('required pattern=".*\\S.*"')
  const reasonless = await answer(rig, rig.path, { move: 'reject', reminderId: id, reason: '\u200b' })
  expect(reasonless.status).toBe(400)
  await unchanged('an answer that is none')
})

it('我来处理 pauses what is told of it for five minutes, and no longer', async () => {
  const rig = await told({ repeatS: 60, most: 20 })
  await answer(rig, rig.path, { move: 'claim' })
  expect(await (await look(rig, rig.path)).text()).toContain('王店长在处理')
  const before = rig.fake.shown.length
  await rig.later(4 * MINUTE, MINUTE)
  expect(rig.fake.shown).toHaveLength(before)
  await rig.later(2 * MINUTE, MINUTE)
  expect(rig.fake.shown.length).toBeGreaterThan(before)
})

it('every device is told who sees to it and until when, and rings on; a new one as well', async () => {
  const rig = await told()
  const { token } = await rig.api.pair()
  const device = await rig.connect({ token, autoAck: true })
  await device.synced()
  await answer(rig, rig.path, { move: 'claim' })
  const id = await reminderId(rig)
  const claimedBy = { name: '王店长', until: rig.clock.now() + 5 * MINUTE }
  expect(await device.until((frame) => 'op' in frame && frame.op === 'claimed')).toMatchObject({ id, claimedBy })
  const other = await rig.connect({ token: (await rig.api.pair()).token, autoAck: true })
  expect(await other.until((frame) => 'op' in frame && frame.op === 'snapshot')).toMatchObject({
    open: [{ id, claimedBy }],
  })
  const { body } = await rig.api.call('GET', '/v1/reminders?state=open', { as: token })
  expect(body).toMatchObject({ reminders: [{ id, claimedBy }] })
  for (let steps = 0; steps < 10; steps++) {
    await rig.later(5_000)
    await device.read()
  }
  expect(await device.until((frame) => 'type' in frame)).toMatchObject({ id, claimedBy })
})

it('a link in the message of an attempt by another server answers as well', async () => {
  const rig = await told()
  await rig.running.ctx.db.write((tx) =>
    tx.run(`UPDATE effects SET earlier_hash = token_hash, token_hash = 'of another server'`),
  )
  expect((await look(rig, rig.path)).status).toBe(200)
})

it('a link answers for its own orders alone', async () => {
  const rig = await told()
  const other = await rig.api.placePaid()
  const { id } = (await rig.running.ctx.db.read.get<{ id: string }>('SELECT id FROM reminders WHERE order_id = ?', [
    other.id,
  ])) ?? { id: '' }
  await answer(rig, rig.path, { move: 'confirm', reminderId: id })
  expect(await orderOf(rig, other)).toMatchObject({ status: 2 })
})

it('a test message that is answered says that the contact is reached', async () => {
  const rig = await attentionRig({ env: { PUBLIC_URL: PUBLIC } })
  const [contact, channel] = [await rig.addContact(), await rig.addChannel('ntfy')]
  const body = { contactId: contact.id }
  await rig.api.call('POST', `/v1/channels/${channel.id}/test`, { as: rig.api.operatorKey, body })
  await rig.later(1_000)
  expect((await answer(rig, linkIn(rig), { move: 'read' })).status).toBe(303)
  const list = await rig.api.call('GET', `/v1/stores/${rig.storeId}/contacts`, { as: rig.api.operatorKey })
  expect((list.body as { contacts: Contact[] }).contacts).toMatchObject([{ verifiedAt: rig.clock.now() }])
  rig.clock.advance(25 * 60 * MINUTE)
  expect((await look(rig, linkIn(rig))).status).toBe(410)
})

it('the word of a link is in the database as a hash alone, and guesses are limited', async () => {
  const rig = await told()
  const rows = await rig.running.ctx.db.read.all('SELECT * FROM effects')
  expect(JSON.stringify(rows)).not.toContain(rig.path.slice(3))
  const statuses = await Promise.all(
    Array.from({ length: 70 }, async (_, index) => (await look(rig, `/e/${`guess${index}`.padEnd(22, 'x')}`)).status),
  )
  expect([...new Set(statuses)].toSorted()).toEqual([410, 429])
})

it.each<[string, Record<string, string>]>([
  ['no move', {}],
  ['an unknown move', { move: 'cancel', reminderId: 'rm_1' }],
  ['a rejection without a reason', { move: 'reject', reminderId: 'rm_1' }],
  ['a rejection with a blank reason', { move: 'reject', reminderId: 'rm_1', reason: ' ' }],
])('an answer with %s is refused, and changes nothing', async (_, fields) => {
  const rig = await told()
  const unchanged = await watchDatabase(rig.running.ctx)
  expect((await answer(rig, rig.path, fields)).status).toBe(400)
  await unchanged('a bad answer')
})

it('without an address for the world messages have no link', async () => {
  const { simplePolicy, api, later, fake, running } = await attentionRig()
  await simplePolicy()
  await api.placePaid()
  await later(3 * MINUTE)
  expect(fake.shown[0]?.text).not.toContain('/e/')
  expect(await running.ctx.db.read.all('SELECT token_hash FROM effects')).toEqual([{ token_hash: null }])
})

it('a test message to a number that was changed since says nothing of the new one', async () => {
  const rig = await attentionRig({ env: { PUBLIC_URL: PUBLIC } })
  const { api, storeId } = rig
  const [contact, channel] = [await rig.addContact('王店长', '13800138000'), await rig.addChannel()]
  const test = () =>
    api.call('POST', `/v1/channels/${channel.id}/test`, { as: api.operatorKey, body: { contactId: contact.id } })
  await test()
  await rig.later(1_000)
  const first = linkIn(rig)
  await api.call('PATCH', `/v1/contacts/${contact.id}`, { as: api.operatorKey, body: { mobile: '13900139000' } })
  expect((await look(rig, first)).status).toBe(410)
  await answer(rig, first, { move: 'read' })
  const verified = async () => {
    const { body } = await api.call('GET', `/v1/stores/${storeId}/contacts`, { as: api.operatorKey })
    return (body as { contacts: Contact[] }).contacts[0]?.verifiedAt
  }
  expect(await verified()).toBeNull()
  await test()
  await rig.later(1_000)
  await answer(rig, linkIn(rig), { move: 'read' })
  expect(await verified()).toEqual(expect.any(Number))
})
