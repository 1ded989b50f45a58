import { describe, expect, it } from 'vitest'
import { isQuiet } from '../../../server/attention/quiet-hours.ts'
import type { Contact } from '../../../shared/api/attention.ts'
import type { Problem } from '../../../shared/problem.ts'
import { type AttentionRig, attentionRig } from './attention-rig.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

function change({ api }: Pick<AttentionRig, 'api'>, { id }: Contact, body: object) {
  return api.call('PATCH', `/v1/contacts/${id}`, { as: api.operatorKey, body })
}

/** Hours that are quiet now, by clocks that show UTC, and those that are not. */
function hoursAround({ clock }: Pick<AttentionRig, 'clock'>) {
  const at = (offset: number) => new Date(clock.now() + offset).toISOString().slice(11, 16)
  return {
    quiet: { from: at(-HOUR), to: at(2 * HOUR), zone: 'UTC' },
    loud: { from: at(6 * HOUR), to: at(8 * HOUR), zone: 'UTC' },
  }
}

it('a contact is changed in what is given, and keeps the rest; another number is not verified', async () => {
  const rig = await attentionRig()
  const contact = await rig.addContact('王店长', '13800138000')
  await rig.running.ctx.db.write((tx) => tx.run('UPDATE contacts SET verified_at = 1'))
  const quiet = { from: '22:00', to: '08:00', zone: 'Asia/Shanghai' }
  expect((await change(rig, contact, { name: '王老板', quiet })).body).toMatchObject({
    ...{ id: contact.id, name: '王老板', mobile: '13800138000', quiet, leastLevel: 1, causes: null, verifiedAt: 1 },
  })
  expect((await change(rig, contact, { quiet: null, leastLevel: 3, causes: ['limit'] })).body).toMatchObject({
    ...{ name: '王老板', quiet: null, leastLevel: 3, causes: ['limit'], verifiedAt: 1 },
  })
  expect((await change(rig, contact, { mobile: null, email: 'boss@shop.example' })).body).toMatchObject({
    ...{ mobile: null, email: 'boss@shop.example', verifiedAt: null },
  })
})

it('a field that is misspelt is refused by its name, and nothing is changed', async () => {
  const rig = await attentionRig()
  const contact = await rig.addContact()
  const misspelt = await change(rig, contact, { name: '王老板', quietHours: { from: '22:00', to: '08:00' } })
  expect(misspelt.status).toBe(400)
  expect(JSON.stringify((misspelt.body as Problem).faults)).toContain('quietHours')
  const body = { name: '李经理', moblie: '13800138000' }
  const made = await rig.api.call('POST', `/v1/stores/${rig.storeId}/contacts`, { as: rig.api.operatorKey, body })
  expect([made.status, JSON.stringify((made.body as Problem).faults).includes('moblie')]).toEqual([400, true])
  const { body: list } = await rig.api.call('GET', `/v1/stores/${rig.storeId}/contacts`, { as: rig.api.operatorKey })
  expect((list as { contacts: Contact[] }).contacts).toEqual([contact])
})

it('in quiet hours the next contact is told instead', async () => {
  const rig = await attentionRig()
  const { quiet, loud } = hoursAround(rig)
  const first = await rig.addContact('王店长', undefined, { quiet })
  const second = await rig.addContact('李经理', undefined, { quiet: loud })
  const channel = await rig.addChannel()
  await rig.setPolicy(
    { cause: 'unanswered', afterS: 60, contacts: [first.id], channel: channel.id },
    { cause: 'expired', afterS: 0, contacts: [second.id], channel: channel.id },
  )
  await rig.api.placePaid()
  await rig.later(2 * MINUTE)
  expect((await rig.effects()).map(({ contactId, state }) => [contactId, state])).toEqual([[second.id, 'sent']])
})

it('when everybody is quiet, the step’s own contacts are told all the same: a paid order outranks sleep', async () => {
  const rig = await attentionRig()
  const { quiet } = hoursAround(rig)
  const contacts = [
    await rig.addContact('王店长', undefined, { quiet }),
    await rig.addContact('李经理', undefined, { quiet }),
  ]
  const channel = await rig.addChannel()
  await rig.setPolicy(
    { cause: 'unanswered', afterS: 60, contacts: [contacts[0]?.id], channel: channel.id },
    { cause: 'expired', afterS: 0, contacts: [contacts[1]?.id], channel: channel.id },
  )
  await rig.api.placePaid()
  await rig.later(2 * MINUTE)
  expect((await rig.effects()).map(({ contactId, state }) => [contactId, state])).toEqual([[contacts[0]?.id, 'sent']])
})

it('one who is quiet is told when the one who was not cannot be', async () => {
  const rig = await attentionRig()
  const { quiet } = hoursAround(rig)
  const asleep = await rig.addContact('王店长', undefined, { quiet })
  const awake = await rig.addContact('李经理')
  const [webhook, robot] = [await rig.addChannel(), await rig.addChannel('wecom')]
  await rig.setPolicy(
    { cause: 'unanswered', afterS: 60, contacts: [awake.id], channel: webhook.id },
    { cause: 'expired', afterS: 0, contacts: [asleep.id], channel: robot.id },
  )
  rig.fake.treat = (host) => (host === 'shop.example' ? 'moves' : 'takes')
  await rig.api.placePaid()
  await rig.later(2 * MINUTE, 10_000)
  expect((await rig.effects()).map(({ contactId, state }) => [contactId, state])).toEqual([
    [awake.id, 'failed'],
    [asleep.id, 'sent'],
  ])
})

it('a contact who wants to hear of the loudest level alone, or of other causes, is told when nobody else is left', async () => {
  const rig = await attentionRig()
  const boss = await rig.addContact('赵老板', undefined, { leastLevel: 3 })
  const missed = await rig.addContact('王店长', undefined, { causes: ['expired'] })
  const other = await rig.addContact('李经理')
  const channel = await rig.addChannel()
  const step = { cause: 'unanswered', afterS: 60, contacts: [boss.id, missed.id], channel: channel.id }
  await rig.setPolicy(step, { cause: 'limit', afterS: 3_600, contacts: [other.id], channel: channel.id })
  const { token } = await rig.api.pair()
  const order = await rig.api.placePaid()
  await rig.later(2 * MINUTE)
  expect((await rig.effects()).map(({ contactId }) => contactId)).toEqual([other.id])
  await rig.api.move(token, order.id, 'confirm')
  await rig.setPolicy(step)
  await rig.api.placePaid()
  await rig.later(2 * MINUTE)
  const last = (await rig.effects()).filter(({ cause }) => cause === 'unanswered').slice(1)
  expect(last.map(({ contactId }) => contactId).toSorted()).toEqual([boss.id, missed.id].toSorted())
})

describe('quiet hours', () => {
  const at = (time: string) => Date.parse(`2026-11-27T${time}:00Z`)
  it.each([
    [{ from: '22:00', to: '08:00' }, '21:59', false],
    [{ from: '22:00', to: '08:00' }, '22:00', true],
    [{ from: '22:00', to: '08:00' }, '00:00', true],
    [{ from: '22:00', to: '08:00' }, '07:59', true],
    [{ from: '22:00', to: '08:00' }, '08:00', false],
    [{ from: '14:00', to: '16:00' }, '15:00', true],
    [{ from: '14:00', to: '16:00' }, '16:00', false],
    [{ from: '14:00', to: '16:00', zone: 'Asia/Shanghai' }, '07:00', true],
    [{ from: '14:00', to: '16:00', zone: 'Asia/Shanghai' }, '15:00', false],
  ])('%o at %s UTC: %s', (quiet, time, is) => {
    expect(isQuiet(quiet, 'UTC', at(time))).toBe(is)
  })

  it('follow clocks that change: from one to five in New York, on both sides of the autumn’s hour', () => {
    const quiet = { from: '01:00', to: '05:00', zone: 'America/New_York' }
    const shown = [
      '2026-11-01T04:59Z',
      '2026-11-01T05:30Z',
      '2026-11-01T06:30Z',
      '2026-11-01T09:59Z',
      '2026-11-01T10:00Z',
    ]
    expect(shown.map((time) => isQuiet(quiet, 'UTC', Date.parse(time)))).toEqual([false, true, true, true, false])
  })
})
