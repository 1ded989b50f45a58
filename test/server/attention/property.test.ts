import { expect, it } from 'vitest'
import type { Order } from '../../../shared/api/orders.ts'
import { createSeededRandom } from '../../support/seeded-random.ts'
import { attentionRig } from './attention-rig.ts'

const MINUTE = 60_000

it.each([1, 2, 3])(
  'an order that waits past a step of the policy is told to somebody, and an answered one begins no call: seed %d',
  async (seed) => {
    const random = createSeededRandom(seed)
    const { addContact, addChannel, setPolicy, api, later, fake, effects, running } = await attentionRig()
    const contacts = [await addContact('甲'), await addContact('乙')].map(({ id }) => id)
    const channels = [await addChannel(), await addChannel('ntfy')]
    const afterS = 60 + random.int(180)
    await setPolicy(
      { cause: 'unanswered', afterS, contacts: contacts.slice(0, 1), channel: channels[0]?.id, repeatS: 120, most: 3 },
      { cause: 'unanswered', afterS: afterS + 120, contacts, channel: channels[1]?.id },
    )
    fake.treat = () => random.pick(['takes', 'takes', 'takes', 'busy', 'down', 'loses'])
    const { token } = await api.pair()
    const waiting: Order[] = []
    const answered = new Map<string, number>()
    for (let step = 0; step < 25; step++) {
      if (random.chance(0.5)) waiting.push(await api.placePaid())
      if (waiting.length > 0 && random.chance(0.35)) {
        const [order] = waiting.splice(random.int(waiting.length), 1)
        if (order === undefined) throw new Error('no order')
        await api.move(token, order.id, 'confirm')
        answered.set(order.number, fake.shown.length)
      }
      await later(random.int(60) * 1_000 + 1_000)
      const overdue = await running.ctx.db.read.all<{ id: string }>(
        `SELECT id FROM reminders WHERE state = 'open' AND since <= ?`,
        [running.ctx.clockWatch.now() - afterS * 1_000 - 2_000],
      )
      const covered = new Set((await effects()).flatMap(({ covers }) => covers))
      expect(overdue.filter(({ id }) => !covered.has(id))).toEqual([])
    }
    for (const [number, from] of answered) {
      const late = fake.shown.slice(from).filter(({ text }) => text.includes(number))
      expect(late.filter(({ text }) => !text.includes('无需再管'))).toEqual([])
    }
    fake.treat = () => 'takes'
    for (const { id } of waiting) await api.move(token, id, 'confirm')
    await later(150 * MINUTE, 5 * MINUTE)
    expect((await effects()).filter(({ state }) => state === 'sending' || state === 'queued')).toEqual([])
  },
)
