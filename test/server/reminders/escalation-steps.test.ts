import { expect, it } from 'vitest'
import { nextEscalation, policyOf, stepsDue, type Waiting } from '../../../server/reminders/escalation-steps.ts'
import { type EscalationStep, escalationSchema } from '../../../shared/api/escalation.ts'

const at = 1_000_000
const order: Waiting = {
  kind: 'new_order',
  since: at,
  details: JSON.stringify({ paidAt: 5_000, acceptBy: 605_000 }),
}

const step = (more: Partial<EscalationStep>): EscalationStep => ({
  cause: 'unanswered',
  afterS: 60,
  contacts: ['ct_1'],
  channel: 'cn_1',
  most: 1,
  ...more,
})

it('dates every round from the beginning of the wait, so that the date alone says what was dealt with', () => {
  const policy = [step({ repeatS: 100, most: 3 }), step({ cause: 'limit', afterS: 0 })]
  const dates: number[] = []
  for (let from = at; ; ) {
    const next = nextEscalation(policy, order, from)
    if (next === null) break
    dates.push(next - at)
    from = next + 1
  }
  expect(dates).toEqual([60_000, 160_000, 260_000, 600_000])
})

it('a step that was due several times is due once, with its latest round', () => {
  const policy = [step({ repeatS: 100, most: 20 }), step({ afterS: 90 })]
  const due = stepsDue(policy, order, { from: at + 60_000, now: at + 500_000 })
  expect(due.map(({ index, round }) => [index, round])).toEqual([
    [0, 4],
    [1, 0],
  ])
  expect(stepsDue(policy, order, { from: at + 500_001, now: at + 500_002 })).toEqual([])
})

it('each kind of reminder has its causes', () => {
  const policy = (['unanswered', 'limit', 'no_device', 'not_heard', 'not_printed', 'expired'] as const).map((cause) =>
    step({ cause }),
  )
  const causes = (kind: Waiting['kind']) =>
    stepsDue(policy, { ...order, kind }, { from: 0, now: at + 10_000_000 }).map(({ step: { cause } }) => cause)
  expect(causes('new_order')).toEqual(['unanswered', 'limit', 'no_device', 'not_heard', 'not_printed'])
  expect(causes('urge')).toEqual(['unanswered', 'no_device', 'not_heard', 'not_printed'])
  expect(causes('cancel')).toEqual(['unanswered', 'no_device', 'not_heard', 'not_printed'])
  expect(causes('missed')).toEqual(['expired'])
})

it('settings from before policies have none', () => {
  expect(policyOf({})).toEqual([])
  expect(nextEscalation([], order, 0)).toBeNull()
})

it.each<[string, object]>([
  ['an unknown cause', { cause: 'bored' }],
  ['a negative delay', { afterS: -1 }],
  ['a delay of more than a day', { afterS: 86_401 }],
  ['nobody', { contacts: [] }],
  ['one contact twice', { contacts: ['a', 'a'] }],
  ['a repetition every second', { repeatS: 1, most: 2 }],
  ['several messages without a time between', { most: 2 }],
  ['a hundred messages', { repeatS: 60, most: 100 }],
  ['a field that no step has', { whom: 'everybody' }],
])('a policy with %s is refused', (_, wrong) => {
  expect(escalationSchema.safeParse([{ ...step({}), ...wrong }]).success).toBe(false)
})

it('a policy has ten steps at most', () => {
  expect(escalationSchema.safeParse(Array.from({ length: 10 }, () => step({}))).success).toBe(true)
  expect(escalationSchema.safeParse(Array.from({ length: 11 }, () => step({}))).success).toBe(false)
})
