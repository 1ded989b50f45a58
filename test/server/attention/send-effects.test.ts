import { expect, it } from 'vitest'
import { planEffects } from '../../../server/attention/plan-effects.ts'
import { createPostMessage } from '../../../server/attention/post-message.ts'
import { sendEffects } from '../../../server/attention/send-effects.ts'
import { beside } from '../../support/beside.ts'
import { pass } from '../../support/pass-time.ts'
import { attentionRig } from './attention-rig.ts'

const MINUTE = 60_000

const none = async () => false

it('a message that failed for good goes to the next contact of the policy', async () => {
  const { addContact, addChannel, setPolicy, api, later, fake, effects } = await attentionRig()
  const [first, second] = [await addContact('王店长'), await addContact('李经理')]
  const [webhook, robot] = [await addChannel(), await addChannel('wecom')]
  await setPolicy(
    { cause: 'unanswered', afterS: 60, contacts: [first.id], channel: webhook.id },
    { cause: 'unanswered', afterS: 3_600, contacts: [second.id], channel: robot.id },
  )
  fake.treat = (host) => (host === 'shop.example' ? 'moves' : 'takes')
  await api.placePaid()
  await later(MINUTE)
  await later(10_000)
  expect(fake.shown.map(({ host }) => host)).toEqual(['qyapi.weixin.qq.com'])
  expect((await effects()).map(({ contactId, state, code }) => [contactId, state, code])).toEqual([
    [first.id, 'failed', 'http_307'],
    [second.id, 'sent', null],
  ])
})

it('a channel that is down for minutes is given up, and somebody else is told, within four minutes', async () => {
  const { addContact, addChannel, setPolicy, api, later, fake } = await attentionRig()
  const [first, second] = [await addContact('王店长'), await addContact('李经理')]
  const [webhook, robot] = [await addChannel(), await addChannel('feishu')]
  await setPolicy(
    { cause: 'unanswered', afterS: 60, contacts: [first.id], channel: webhook.id },
    { cause: 'unanswered', afterS: 36_000, contacts: [second.id], channel: robot.id },
  )
  fake.treat = (host) => (host === 'shop.example' ? 'down' : 'takes')
  await api.placePaid()
  await later(5 * MINUTE, 5_000)
  expect(fake.calls.filter((call) => call === 'shop.example down')).toHaveLength(5)
  expect(fake.shown.map(({ host }) => host)).toEqual(['open.feishu.cn'])
})

it('an answer that is lost is asked for again under the same id, and a receiver can tell', async () => {
  const { simplePolicy, api, later, fake, effects } = await attentionRig()
  await simplePolicy()
  fake.treat = () => (fake.calls.length === 0 ? 'loses' : 'takes')
  await api.placePaid()
  await later(3 * MINUTE)
  await later(MINUTE, 5_000)
  expect(fake.shown).toHaveLength(2)
  expect(new Set(fake.shown.map(({ id }) => id)).size).toBe(1)
  expect(await effects()).toMatchObject([{ state: 'sent', attempts: 2 }])
})

it('a channel that hangs holds up messages for the time of one call, and each is sent in the end', async () => {
  const rig = await attentionRig()
  const { addContact, addChannel, setPolicy, api, fake, effects, clock } = rig
  const contacts = [await addContact('甲'), await addContact('乙'), await addContact('丙')].map(({ id }) => id)
  const [webhook, robot] = [await addChannel(), await addChannel('dingtalk')]
  await setPolicy(
    { cause: 'unanswered', afterS: 60, contacts, channel: webhook.id },
    { cause: 'unanswered', afterS: 60, contacts: contacts.slice(0, 1), channel: robot.id },
  )
  let first = true
  fake.treat = (host) => {
    const hangs = host === 'shop.example' && first
    if (hangs) first = false
    return hangs ? 'hangs' : 'takes'
  }
  await api.placePaid()
  await pass(rig, clock, MINUTE, MINUTE)
  await expect
    .poll(async () => {
      await pass(rig, clock, 500, 500)
      return (await effects()).map(({ state }) => state)
    })
    .toEqual(['sent', 'sent', 'sent', 'sent'])
  // A slow machine lets a lease end, and a message leave twice.
  expect(new Set(fake.calls)).toEqual(new Set(['shop.example hangs', 'shop.example takes', 'oapi.dingtalk.com takes']))
})

it('one channel that hangs holds up no other: what falls due meanwhile leaves at once', async () => {
  const rig = await attentionRig()
  const { addContact, addChannel, setPolicy, api, fake, clock } = rig
  const [first, second] = [await addContact('甲'), await addContact('乙')]
  const [webhook, robot] = [await addChannel(), await addChannel('dingtalk')]
  await setPolicy(
    { cause: 'unanswered', afterS: 60, contacts: [first.id], channel: webhook.id },
    { cause: 'unanswered', afterS: 65, contacts: [second.id], channel: robot.id },
  )
  fake.treat = (host) => (host === 'shop.example' ? 'hangs' : 'takes')
  await api.placePaid()
  await pass(rig, clock, MINUTE, MINUTE)
  // Less than the 20 s for which a call may hang; from then on the clock stands still, and the first call hangs on.
  await pass(rig, clock, 10_000)
  await expect.poll(() => fake.shown.map(({ host }) => host)).toEqual(['oapi.dingtalk.com'])
  expect(fake.calls).toContain('shop.example hangs')
})

it('a server that stops waits for no channel, and the next start says what is left', async () => {
  const { simplePolicy, api, clock, fake, stop, restart, ...rig } = await attentionRig()
  await simplePolicy()
  fake.treat = () => (fake.calls.length === 0 ? 'hangs' : 'takes')
  await api.placePaid()
  const server = { ...rig, stop, restart, api }
  await pass(server, clock, 3 * MINUTE, 3 * MINUTE)
  await expect
    .poll(async () => {
      await pass(server, clock, 100, 100)
      return fake.calls.length
    })
    .toBe(1)
  await stop()
  const again = await restart()
  const { passAndSend } = await import('./attention-rig.ts')
  await passAndSend(again, clock, MINUTE, 5_000)
  expect(fake.calls).toEqual(['shop.example hangs', 'shop.example takes'])
})

it('a contact is told once a minute at most; the next message covers what came meanwhile', async () => {
  const { simplePolicy, api, later, fake, clock } = await attentionRig()
  await simplePolicy({ cause: 'no_device', afterS: 0 })
  const began = clock.now()
  const numbers: string[] = []
  for (let i = 0; i < 20; i++) {
    numbers.push((await api.placePaid()).number)
    await later(10_000)
  }
  const minutes = Math.ceil((clock.now() - began) / MINUTE)
  expect(fake.shown.length).toBeGreaterThan(1)
  expect(fake.shown.length).toBeLessThanOrEqual(minutes)
  const gaps = fake.shown.slice(1).map(({ at }, index) => at - (fake.shown[index]?.at ?? 0))
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(MINUTE)
})

it('a message that waited says what is true when it leaves: a device is back, and only some have been announced', async () => {
  const { simplePolicy, api, later, fake, connect } = await attentionRig()
  await simplePolicy({ cause: 'no_device', afterS: 0 })
  await api.placePaid()
  await later(2_000)
  await api.placePaid()
  await later(2_000)
  const device = await connect({ token: (await api.pair()).token, autoAck: true })
  await device.synced()
  await later(2 * MINUTE, 5_000)
  expect(fake.shown.map(({ text }) => text.includes('没有设备在线'))).toEqual([true, false])
  expect(fake.shown[1]?.text).toContain('1单无人处理')
})

it('what falls due while a message waits for its turn joins it', async () => {
  const { simplePolicy, api, later, fake, effects } = await attentionRig()
  await simplePolicy({ cause: 'no_device', afterS: 0 })
  const numbers: string[] = []
  for (let order = 0; order < 6; order++) {
    numbers.push((await api.placePaid()).number)
    await later(2_000)
  }
  await later(2 * MINUTE, 5_000)
  expect(fake.shown).toHaveLength(2)
  expect(numbers.filter((number) => fake.shown[1]?.text.includes(number))).toEqual(numbers.slice(1))
  expect((await effects()).map(({ covers }) => covers.length)).toEqual([1, 5])
})

it('a spent budget is recorded, and the next contact is told in its place', async () => {
  const { addContact, addChannel, setPolicy, api, later, fake, effects } = await attentionRig()
  const [first, second] = [await addContact('王店长'), await addContact('李经理')]
  const webhook = await addChannel()
  await setPolicy(
    { cause: 'unanswered', afterS: 60, contacts: [first.id], channel: webhook.id },
    { cause: 'unanswered', afterS: 36_000, contacts: [second.id], channel: webhook.id },
  )
  await api.placePaid()
  await later(20_000)
  await api.placePaid()
  await later(2 * MINUTE, 5_000)
  expect(fake.shown).toHaveLength(2)
  const told = (await effects()).map(({ contactId, state, code }) => [contactId, state, code])
  expect(told.toSorted()).toEqual(
    [
      [first.id, 'sent', null],
      [first.id, 'failed', 'budget_spent'],
      [second.id, 'sent', null],
    ].toSorted(),
  )
})

it('ten days of a closed shop: the budgets hold, and nobody is told without end', async () => {
  const { simplePolicy, api, later, fake, clock } = await attentionRig()
  await simplePolicy({ repeatS: 86_400, most: 20 })
  const began = clock.now()
  for (let day = 0; day < 10; day++) {
    await api.placePaid()
    await api.placePaid()
    await later(24 * 60 * MINUTE)
  }
  expect(fake.shown.length).toBeGreaterThan(8)
  expect(fake.shown.length).toBeLessThanOrEqual(24)
  for (const { at } of fake.shown) {
    const within = (ms: number) => fake.shown.filter((one) => one.at <= at && one.at > at - ms).length
    expect([within(MINUTE), within(60 * MINUTE) <= 20, within(24 * 60 * MINUTE) <= 60]).toEqual([1, true, true])
  }
  expect(clock.now() - began).toBeGreaterThan(9 * 24 * 60 * MINUTE)
})

it('what was answered before its turn begins no call', async () => {
  const { simplePolicy, api, running, clock, fake, effects } = await attentionRig()
  await simplePolicy()
  const { token } = await api.pair()
  const order = await api.placePaid()
  await clock.advanceAsync(0)
  const { ctx } = running
  // Planned and answered in one moment, between two runs of the jobs.
  await ctx.db.write((tx) => tx.run('UPDATE reminders SET escalate_at = since, since = since - 180000'))
  expect(await planEffects(ctx, none)).toBe(1)
  await api.move(token, order.id, 'confirm')
  expect(await sendEffects(ctx, { post: createPostMessage(fake.url) })).toBe(0)
  expect(await effects()).toMatchObject([{ state: 'cancelled', attempts: 0 }])
  expect(fake.calls).toEqual([])
})

it('two servers that plan the same make one effect, and one of them sends it', async () => {
  const { simplePolicy, api, running, fake, effects } = await attentionRig()
  await simplePolicy()
  await api.placePaid()
  const { ctx } = running
  await ctx.db.write((tx) => tx.run('UPDATE reminders SET escalate_at = since, since = since - 180000'))
  const planning = beside(ctx, /^UPDATE reminders SET escalate_at/, (other) => planEffects(other, none))
  expect(await planEffects(planning, none)).toBe(0)
  expect(await effects()).toHaveLength(1)
  const outward = { post: createPostMessage(fake.url) }
  const sending = beside(ctx, /^UPDATE effects SET state = 'sending'/, (other, tx) =>
    tx.run(`UPDATE effects SET next_at = ?, attempts = 1 WHERE state = 'queued'`, [other.clock.now() + 30_000]),
  )
  expect(await sendEffects(sending, outward)).toBe(0)
  expect(fake.calls).toEqual([])
})
