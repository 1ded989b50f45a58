import { expect, it, onTestFinished } from 'vitest'
import { tempDir } from '../support/temp-dir.ts'
import { sqlitePremises } from './model/sqlite-premises.ts'
import { AMOUNT, createWorld } from './model/world.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

it('I19: after a night switched off an order is heard for its whole time; then it is spoken of as missed, once, and stands on the screen until 知道了', async () => {
  const world = await createWorld({
    premises: await sqlitePremises(tempDir()),
    seed: 11,
    wakes: true,
    tills: [0],
    reminderExpiryMs: HOUR,
  })
  onTestFinished(() => world.close())
  const [till] = world.tills
  const bell = till?.bell()
  if (till === undefined || bell === undefined) throw new Error('the till is not there')
  const missed = () => till.said.filter((text) => text.startsWith('漏单，'))
  const number = await world.place(0)
  await world.pay(number, 1, AMOUNT)
  await world.pass(30 * SECOND)
  await world.switchOff()
  await world.pass(12 * HOUR + 10 * MINUTE, MINUTE)
  await world.switchOn()

  await world.pass(50 * MINUTE, 10 * SECOND)
  expect(missed()).toEqual([])
  expect(bell.open().map(({ reminder }) => reminder.type)).toEqual([1])
  for (let waited = 0; missed().length === 0 && waited < 20 * MINUTE; waited += MINUTE)
    await world.pass(MINUTE, 10 * SECOND)
  const [first = ''] = missed()
  expect(first).toMatch(/^漏单，尾号.+，外卖订单十三小时没有人接，请马上联系顾客$/)

  await world.pass(14 * MINUTE, 10 * SECOND)
  expect(missed()).toEqual([first])
  const [open, ...others] = bell.open()
  expect([open?.reminder.type, others]).toEqual([4, []])
  expect([...till.shown]).toEqual([open?.reminder.id])
  expect(bell.status().unanswered).toMatchObject({ new_order: 0, missed: 1 })

  await world.pass(2 * MINUTE, 10 * SECOND)
  expect(missed().length).toBeGreaterThan(1)
  const decided = bell.answer({ move: 'acknowledge', reminderId: open?.reminder.id ?? '' })
  await world.pass(10 * SECOND)
  expect(await decided).toMatchObject({ accepted: true })
  expect([bell.open(), [...till.shown]]).toEqual([[], []])
  const spoken = missed().length
  await world.pass(16 * MINUTE, 10 * SECOND)
  expect(missed()).toHaveLength(spoken)
})
