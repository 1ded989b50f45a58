import { describe, expect, it } from 'vitest'
import { awayDue } from '../../../server/attention/tell-away.ts'
import { watchStores } from '../../../server/attention/watch-stores.ts'
import { WEEKDAYS } from '../../../shared/opening-hours.ts'
import { beside } from '../../support/beside.ts'
import { type AttentionRig, attentionRig, passAndSend } from './attention-rig.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const STEP = 10_000

/** The same hours on every day, by clocks that show UTC. */
function hoursOf(from: string, to: string) {
  return { week: Object.fromEntries(WEEKDAYS.map((day) => [day, [{ from, to }]])) }
}

/** A shop that is told of after three minutes without a device, and again every five. `hoursAt` makes its hours at a time. */
async function shop(hoursAt: (now: number) => object | null = () => null) {
  const rig = await attentionRig()
  const [contact, channel] = [await rig.addContact(), await rig.addChannel()]
  const step = { cause: 'away', afterS: 180, contacts: [contact.id], channel: channel.id, repeatS: 300, most: 20 }
  const body = { timezone: 'UTC', settings: { hours: hoursAt(rig.clock.now()), escalation: [step] } }
  const reply = await rig.api.call('PATCH', `/v1/stores/${rig.storeId}`, { as: rig.api.operatorKey, body })
  expect(reply.status).toBe(200)
  return { ...rig, contact, channel, step }
}

/** Lets time pass until the clocks show an hour of the day. */
async function until({ clock, later }: Pick<AttentionRig, 'clock' | 'later'>, hour: number): Promise<void> {
  const sinceMidnight = clock.now() % (24 * HOUR)
  const left = (hour * HOUR - sinceMidnight + 24 * HOUR) % (24 * HOUR)
  if (left > 0) await later(left, left)
}

const told = ({ fake }: Pick<AttentionRig, 'fake'>, word: string) =>
  fake.shown.filter(({ text }) => text.includes(word))

it('an open shop without a device is told of after its minutes, again as often as the step says, and once when it is over', async () => {
  const rig = await shop()
  await rig.later(2 * MINUTE + 50_000, STEP)
  expect(rig.fake.shown).toEqual([])
  await rig.later(30_000, STEP)
  expect(rig.fake.shown.map(({ text }) => text)).toEqual([expect.stringContaining('3分钟没有任何设备在线')])
  await rig.later(11 * MINUTE, STEP)
  expect(told(rig, '没有任何设备在线')).toHaveLength(3)
  const device = await rig.connect({ token: (await rig.api.pair()).token, autoAck: true })
  await device.synced()
  await rig.later(MINUTE, STEP)
  expect(rig.fake.shown.at(-1)?.text).toContain('已有设备恢复在线')
  await rig.later(4 * MINUTE, STEP)
  expect(rig.fake.shown).toHaveLength(4)
  expect((await rig.effects()).map(({ cause, state }) => `${cause} ${state}`)).toEqual([
    ...Array.from({ length: 3 }, () => 'away sent'),
    'back sent',
  ])
})

it('a device that is away for two minutes is nobody’s business', async () => {
  const rig = await shop()
  const { token } = await rig.api.pair()
  for (let times = 0; times < 3; times++) {
    const device = await rig.connect({ token, autoAck: true })
    await device.synced()
    await rig.later(30_000, STEP)
    device.close()
    await rig.later(2 * MINUTE, STEP)
  }
  expect(rig.fake.shown).toEqual([])
})

it('out of hours nobody is told of the shop; a device that is back is told at any hour', async () => {
  const rig = await shop(() => hoursOf('10:00', '10:10'))
  await until(rig, 9)
  await rig.later(59 * MINUTE, 10 * MINUTE)
  expect(rig.fake.shown).toEqual([])
  await rig.later(6 * MINUTE, STEP)
  expect(told(rig, '没有任何设备在线')).toHaveLength(1)
  const before = rig.fake.shown.length
  await rig.later(6 * HOUR, HOUR)
  expect(rig.fake.shown).toHaveLength(before)
  const device = await rig.connect({ token: (await rig.api.pair()).token, autoAck: true })
  await device.synced()
  await rig.later(MINUTE, STEP)
  expect(told(rig, '恢复在线')).toHaveLength(1)
})

it('the minutes before a closing and those after the next opening are no wait together', async () => {
  const at = (time: number) => new Date(time).toISOString().slice(11, 16)
  const rig = await shop((now) => hoursOf(at(now - HOUR), at(now + 3 * MINUTE)))
  await rig.later(4 * MINUTE, STEP)
  await rig.later(23 * HOUR - 5 * MINUTE)
  await rig.later(MINUTE, STEP)
  await rig.later(2 * MINUTE, STEP)
  expect(rig.fake.shown).toEqual([])
  await rig.later(2 * MINUTE, STEP)
  expect(rig.fake.shown).toHaveLength(1)
})

it('a restart forgets nothing of the wait, and tells nothing twice', async () => {
  const rig = await shop()
  await rig.later(2 * MINUTE, STEP)
  await rig.stop()
  rig.clock.jumpWall(20_000)
  const again = await rig.restart()
  await passAndSend(again, rig.clock, 90_000, STEP)
  expect(told(rig, '没有任何设备在线')).toHaveLength(1)
  await again.stop()
  const third = await again.restart()
  await passAndSend(third, rig.clock, 3 * MINUTE, STEP)
  expect(rig.fake.shown).toHaveLength(1)
})

it('a server that was off for hours blames no device for its own absence', async () => {
  const rig = await shop()
  await rig.later(MINUTE, STEP)
  await rig.stop()
  rig.clock.jumpWall(5 * HOUR)
  const again = await rig.restart()
  await passAndSend(again, rig.clock, MINUTE, STEP)
  expect(rig.fake.shown).toEqual([])
  await passAndSend(again, rig.clock, 2 * MINUTE, STEP)
  expect(rig.fake.shown.map(({ text }) => text)).toEqual([expect.stringContaining('3分钟没有任何设备在线')])
})

it.each([5 * HOUR, -5 * HOUR])(
  'a clock that jumps by %d ms brings no message forward and holds none back',
  async (jumpMs) => {
    const rig = await shop()
    await rig.later(MINUTE, STEP)
    rig.clock.jumpWall(jumpMs)
    await rig.later(MINUTE, STEP)
    expect(rig.fake.shown).toEqual([])
    await rig.later(2 * MINUTE, STEP)
    expect(rig.fake.shown).toHaveLength(1)
  },
)

it('a message that failed goes to the next contact of the policy, and nobody is asked twice', async () => {
  const rig = await shop()
  const [second, robot] = [await rig.addContact('李经理'), await rig.addChannel('wecom')]
  await rig.setPolicy(rig.step, { cause: 'expired', afterS: 0, contacts: [second.id], channel: robot.id })
  rig.fake.treat = (host) => (host === 'shop.example' ? 'moves' : 'takes')
  await rig.later(4 * MINUTE, STEP)
  expect(rig.fake.calls).toEqual(['shop.example moves', 'qyapi.weixin.qq.com takes'])
  expect((await rig.effects()).map(({ contactId, state }) => [contactId, state])).toEqual([
    [rig.contact.id, 'failed'],
    [second.id, 'sent'],
  ])
})

it('two servers that look at the same moment count the time once, and make one message', async () => {
  const rig = await shop()
  const { ctx } = rig.running
  await rig.later(2 * MINUTE, STEP)
  const none = async () => false
  await ctx.db.write((tx) =>
    tx.run('UPDATE store_watch SET alone_ms = 175000, watched_at = ?', [ctx.clockWatch.now() - STEP]),
  )
  const one = beside(ctx, /^UPDATE store_watch SET watched_at/, (other) => watchStores(other, none))
  await watchStores(one, none)
  expect(await ctx.db.read.all('SELECT alone_ms FROM store_watch')).toEqual([{ alone_ms: 185_000 }])
  expect(await rig.effects()).toHaveLength(1)
})

it('a month of a closed shop: told once a day from the second day on, and nobody is told 600 times', async () => {
  const rig = await shop(() => hoursOf('10:00', '11:00'))
  const { ctx } = rig.running
  let now = Math.ceil(rig.clock.now() / (24 * HOUR)) * 24 * HOUR
  const then = { ...ctx, clock: { ...ctx.clock, now: () => now }, clockWatch: { ...ctx.clockWatch, now: () => now } }
  for (let day = 0; day < 30; day++)
    for (
      let end = now + 24 * HOUR;
      now < end;
      now += now % (24 * HOUR) < 10 * HOUR || now % (24 * HOUR) > 11 * HOUR ? HOUR : 30_000
    )
      await watchStores(then, async () => false)
  const [{ told = 0 } = {}] = await ctx.db.read.all<{ told: number }>('SELECT COUNT(*) AS told FROM effects')
  // Every five minutes of the first hour, and once on each of 29 days.
  expect(told).toBe(12 + 29)
})

it('a month without a device and without hours is told twenty times at most, by a step that says so', () => {
  const step = { cause: 'away' as const, afterS: 180, contacts: ['a'], channel: 'c', repeatS: 1_800, most: 20 }
  let told = 0
  for (let ms = 0; ms < 30 * 24 * HOUR; ms += 30_000) told += awayDue([step], ms, ms + 30_000).length
  expect(told).toBe(20)
})

describe('the rounds of a step', () => {
  const step = { cause: 'away' as const, afterS: 180, contacts: ['a'], channel: 'c', repeatS: 1_800, most: 3 }
  it.each([
    [0, 0, []],
    [0, 179_999, []],
    [170_000, 180_000, [0]],
    [180_000, 190_000, []],
    [180_000, 1_980_000, [1]],
    [0, 10_000_000, [2]],
    [3_780_000, 10_000_000, []],
  ])('from %d to %d ms', (before, now, rounds) => {
    expect(awayDue([step], before, now).map(({ round }) => round)).toEqual(rounds)
  })

  it('one without a delay is due at the first look', () => {
    expect(awayDue([{ ...step, afterS: 0 }], 0, 0).map(({ round }) => round)).toEqual([0])
  })
})
