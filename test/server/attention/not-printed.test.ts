import { expect, it } from 'vitest'
import { type AttentionRig, attentionRig } from './attention-rig.ts'

const MINUTE = 60_000
const SAID = '没有打印出小票'

/** A device of the shop that announces by hand, on a connection of its own each time, what its printer says included. */
async function deviceOf({ api, connect, later }: AttentionRig) {
  const { token } = await api.pair()
  return {
    token,
    async announces(orderId: number, print: string | undefined, first = true) {
      const { body } = await api.call('GET', '/v1/reminders?state=open', { as: token })
      const { id } = (body as { reminders: { id: string; orderId: number }[] }).reminders.find(
        (reminder) => reminder.orderId === orderId,
      ) ?? { id: '' }
      const device = await connect({ token, autoAck: true })
      await device.synced()
      const said = first ? 'ok' : 'none'
      const outcome = { speech: said, notification: 'none', dialog: said, ...(print !== undefined && { print }) }
      device.send({ op: 'announced', id, n: 1, outcome })
      await device.read()
      device.close()
      await device.closed
      // Reports are written once a second.
      await later(2_000)
    },
  }
}

it('an order whose ticket is not printed is told after its time; one that is printed, or of a device without paper, is not', async () => {
  const rig = await attentionRig()
  await rig.simplePolicy({ cause: 'not_printed', afterS: 60 })
  const device = await deviceOf(rig)
  const orders = [await rig.api.placePaid(), await rig.api.placePaid(), await rig.api.placePaid()]
  const [without, printed, plain] = orders
  await device.announces(without?.id ?? 0, 'paper_out')
  await device.announces(printed?.id ?? 0, 'printed')
  await device.announces(plain?.id ?? 0, undefined)
  await rig.later(4_000, 2_000)
  expect(rig.fake.shown).toEqual([])
  await rig.later(MINUTE)
  expect(rig.fake.shown).toHaveLength(1)
  const text = rig.fake.shown[0]?.text ?? ''
  expect(text).toContain(`1单${SAID}`)
  expect(orders.map(({ number }) => text.includes(number))).toEqual([true, false, false])
  await rig.later(10 * MINUTE, MINUTE)
  expect(rig.fake.shown).toHaveLength(1)
})

it.each(['printed', 'reprinted', 'called_off', 'no_printer'])(
  'a ticket that comes out late, or is not wanted any more (%s), is told to nobody',
  async (word) => {
    const rig = await attentionRig()
    await rig.simplePolicy({ cause: 'not_printed', afterS: 60 })
    const device = await deviceOf(rig)
    const { id } = await rig.api.placePaid()
    await device.announces(id, 'unreachable')
    await rig.later(4_000, 2_000)
    await device.announces(id, word, false)
    await rig.later(5 * MINUTE, MINUTE)
    expect(rig.fake.shown).toEqual([])
  },
)

it('whoever was told hears the end once it is answered, and nobody is told of the ticket from then on', async () => {
  const rig = await attentionRig()
  await rig.simplePolicy({ cause: 'not_printed', afterS: 60, repeatS: 60, most: 5 })
  const device = await deviceOf(rig)
  const { id } = await rig.api.placePaid()
  await device.announces(id, 'cover_open')
  await rig.later(MINUTE + 2_000)
  await rig.api.call('POST', `/v1/orders/${id}/confirm`, { as: device.token, headers: { 'idempotency-key': 'once' } })
  await rig.later(5 * MINUTE, MINUTE)
  expect(rig.fake.shown.map(({ text }) => [text.includes(SAID), text.includes('已')])).toEqual([
    [true, true],
    [false, true],
  ])
})
