import { expect, it } from 'vitest'
import { WORDS } from '../../../server/attention/texts/words.ts'
import { LOCALES } from '../../../shared/locales.ts'
import { attentionRig } from './attention-rig.ts'

const MINUTE = 60_000

it('an order that nobody answers is told to the contact, once, without a word about the customer', async () => {
  const { simplePolicy, api, later, fake, effects } = await attentionRig()
  const { contact, channel } = await simplePolicy()
  const customer = { name: '张三', phone: '13912345678', address: '建国路 88 号' }
  const order = await api.placePaid({ customer, remark: '花生过敏' })
  await later(2 * MINUTE)
  expect(fake.calls).toEqual([])
  await later(MINUTE)
  expect(fake.shown).toHaveLength(1)
  const text = fake.shown[0]?.text ?? ''
  expect(text).toContain('1单无人处理，最早已等3分钟')
  expect(text).toContain(order.number)
  // The amount as money is written: its digits alone may stand in any number.
  for (const secret of [...Object.values(customer), '花生', '宫保鸡丁', '¥', '38.0', '38元']) {
    expect(text).not.toContain(secret)
  }
  expect(await effects()).toMatchObject([
    { cause: 'unanswered', contactId: contact.id, channelId: channel.id, state: 'sent', attempts: 1, code: null },
  ])
  await later(30 * MINUTE, MINUTE)
  expect(fake.shown).toHaveLength(1)
})

it('without a policy nobody is told, and nothing is dated', async () => {
  const { api, later, fake, effects, running } = await attentionRig()
  await api.placePaid()
  await later(60 * MINUTE, 5 * MINUTE)
  expect([fake.calls, await effects()]).toEqual([[], []])
  expect(await running.ctx.db.read.all('SELECT escalate_at, escalated_at FROM reminders')).toEqual([
    { escalate_at: null, escalated_at: null },
  ])
})

it('I1: whom to tell is dated in the payment’s own transaction', async () => {
  const { simplePolicy, api, running, clock } = await attentionRig()
  await simplePolicy()
  const at = clock.now()
  await api.placePaid()
  expect(await running.ctx.db.read.all('SELECT escalate_at - since AS after, since FROM reminders')).toEqual([
    { after: 180_000, since: at },
  ])
})

it('one message covers all that is due, and a second step tells the next one', async () => {
  const { addContact, addChannel, setPolicy, api, later, fake } = await attentionRig()
  const [first, second] = [await addContact('王店长'), await addContact('李经理')]
  const [webhook, robot] = [await addChannel(), await addChannel('dingtalk')]
  await setPolicy(
    { cause: 'unanswered', afterS: 120, contacts: [first.id], channel: webhook.id },
    { cause: 'unanswered', afterS: 300, contacts: [second.id], channel: robot.id },
  )
  const orders = [await api.placePaid(), await api.placePaid(), await api.placePaid()]
  await later(2 * MINUTE)
  expect(fake.shown.map(({ host }) => host)).toEqual(['shop.example'])
  for (const { number } of orders) expect(fake.shown[0]?.text).toContain(number)
  await later(3 * MINUTE)
  expect(fake.shown.map(({ host }) => host)).toEqual(['shop.example', 'oapi.dingtalk.com'])
})

it('is said again as often as the policy says, and no more after the answer, which is told once', async () => {
  const { simplePolicy, api, later, fake, effects } = await attentionRig()
  await simplePolicy({ repeatS: 120, most: 3 })
  const { token } = await api.pair()
  const order = await api.placePaid()
  await later(5 * MINUTE, MINUTE)
  expect(fake.shown).toHaveLength(2)
  await api.move(token, order.id, 'confirm')
  await later(30 * MINUTE, MINUTE)
  expect(fake.shown).toHaveLength(3)
  expect(fake.shown[2]?.text).toContain('1单已由前台处理')
  expect((await effects()).map(({ cause, state }) => `${cause} ${state}`)).toEqual([
    'unanswered sent',
    'unanswered sent',
    'answered sent',
  ])
  const again = await api.placePaid()
  await later(60 * MINUTE, MINUTE)
  expect(fake.shown.filter(({ text }) => text.includes(again.number))).toHaveLength(3)
})

it('who answers in time is not told on', async () => {
  const { simplePolicy, api, later, fake, effects } = await attentionRig()
  await simplePolicy()
  const { token } = await api.pair()
  await api.move(token, (await api.placePaid()).id, 'confirm')
  await later(10 * MINUTE, MINUTE)
  expect([fake.calls, await effects()]).toEqual([[], []])
})

it('the acceptance limit, when it passes, is a cause of its own', async () => {
  const { simplePolicy, api, later, fake } = await attentionRig()
  await simplePolicy({ cause: 'limit', afterS: 0 })
  await api.placePaid()
  await later(9 * MINUTE, MINUTE)
  expect(fake.shown).toEqual([])
  await later(MINUTE)
  expect(fake.shown[0]?.text).toContain('已超过接单时限')
})

it('a paid order is told at once when no device is connected, and not when one is', async () => {
  const { simplePolicy, api, later, fake, connect } = await attentionRig()
  await simplePolicy({ cause: 'no_device', afterS: 0 })
  const { token } = await api.pair()
  await api.placePaid()
  await later(1_000)
  expect(fake.shown.map(({ text }) => text.includes('没有设备在线'))).toEqual([true])
  const device = await connect({ token, autoAck: true })
  await device.synced()
  await api.placePaid()
  await later(5 * MINUTE, MINUTE)
  expect(fake.shown).toHaveLength(1)
})

it('an order that no device has announced is told, and one that was announced is not', async () => {
  const { simplePolicy, api, later, fake, connect } = await attentionRig()
  await simplePolicy({ cause: 'not_heard', afterS: 60 })
  const { token } = await api.pair()
  const mute = await connect({ token, autoAck: true })
  await mute.synced()
  await api.placePaid()
  await later(2 * MINUTE, MINUTE)
  expect(fake.shown.map(({ text }) => text.includes('没有任何设备播报成功'))).toEqual([true])
  mute.close()
  const loud = await connect({ token, autoAck: true, announces: true })
  await loud.synced()
  const heard = await api.placePaid()
  await loud.until((frame) => 'type' in frame && frame.orderId === heard.id)
  await loud.read()
  await later(5 * MINUTE, MINUTE)
  expect(fake.shown.filter(({ text }) => text.includes(heard.number))).toEqual([])
})

it('a missed order (漏单) is told by its own step', async () => {
  const { simplePolicy, api, later, fake, running } = await attentionRig()
  await simplePolicy({ cause: 'expired', afterS: 0 })
  await api.placePaid()
  await running.ctx.db.write((tx) => tx.run('UPDATE reminders SET heard_ms = ?', [24 * 60 * MINUTE]))
  await later(MINUTE)
  expect(fake.shown.map(({ text }) => text.includes('漏单：1单'))).toEqual([true])
})

it('a policy that is set while orders wait holds for them, and one that is set again tells nobody twice', async () => {
  const { simplePolicy, setPolicy, api, later, fake } = await attentionRig()
  await api.placePaid()
  await later(10 * MINUTE)
  const { contact, channel } = await simplePolicy()
  await later(MINUTE)
  expect(fake.shown).toHaveLength(1)
  await setPolicy({ cause: 'unanswered', afterS: 180, contacts: [contact.id], channel: channel.id })
  await later(5 * MINUTE, MINUTE)
  expect(fake.shown).toHaveLength(1)
  await setPolicy()
  await later(60 * MINUTE, 10 * MINUTE)
  expect(fake.shown).toHaveLength(1)
})

it.each([60 * MINUTE, -60 * MINUTE])(
  'a clock that jumps by %d ms brings no message forward and holds none back',
  async (jumpMs) => {
    const { simplePolicy, api, later, fake, clock } = await attentionRig()
    await simplePolicy({ afterS: 3_600 })
    await api.placePaid()
    await later(MINUTE)
    clock.jumpWall(jumpMs)
    await later(50 * MINUTE, 10 * MINUTE)
    expect(fake.shown).toEqual([])
    await later(10 * MINUTE, MINUTE)
    expect(fake.shown).toHaveLength(1)
  },
)

it('a server that was off tells once, at its start, what was due several times meanwhile', async () => {
  const rig = await attentionRig()
  await rig.simplePolicy({ repeatS: 60, most: 20 })
  await rig.api.placePaid()
  await rig.stop()
  rig.clock.jumpWall(15 * MINUTE)
  const again = await rig.restart()
  const { passAndSend } = await import('./attention-rig.ts')
  await passAndSend(again, rig.clock, 15_000)
  expect(rig.fake.shown).toHaveLength(1)
})

it.each(LOCALES)('every cause has its words: %s', (locale) => {
  const { report: _ownText, ...sentences } = WORDS[locale].sentence
  for (const [cause, sentence] of Object.entries(sentences))
    for (const count of [1, 2]) expect(sentence({ store: '店', count, minutes: 3, by: '前台' }), cause).not.toBe('')
})

it('an order that joins a message which waits already is told in its story, and its end is told as well', async () => {
  const { simplePolicy, api, later, fake } = await attentionRig()
  await simplePolicy({ cause: 'no_device', afterS: 0 })
  await api.placePaid()
  await later(5_000)
  const second = await api.placePaid()
  // The budget of the contact is spent: the second message waits, and the third order joins it.
  await later(20_000, 5_000)
  const third = await api.placePaid()
  await later(90_000, 5_000)
  expect(fake.shown).toHaveLength(2)
  for (const { number } of [second, third]) expect(fake.shown[1]?.text).toContain(number)
  const { body } = await api.call('GET', `/v1/orders/${third.id}/attention`, { as: api.operatorKey })
  expect((body as { told: object[] }).told).toMatchObject([{ cause: 'no_device', state: 'sent' }])
  await api.move((await api.pair()).token, third.id, 'confirm')
  await later(90_000, 5_000)
  expect(fake.shown).toHaveLength(3)
  expect(fake.shown[2]?.text).toContain(third.number)
})
