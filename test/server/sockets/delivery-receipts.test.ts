import { expect, it } from 'vitest'
import { isReminder, isSynced } from '../../support/frames.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { pass } from '../../support/pass-time.ts'
import { startTestServer } from '../../support/test-server.ts'

const outcome = { speech: 'ok', notification: 'focus_assist', dialog: 'ok' }

it('keeps what a device announced, once, and how far it has acknowledged', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { token, deviceId } = await server.api.pair()
  const device = await server.connect({ token, autoAck: true })
  await server.api.placePaid()
  const reminder = await device.until(isReminder)
  const id = isReminder(reminder) ? reminder.id : ''
  for (let i = 0; i < 3; i++) device.send({ op: 'announced', id, n: 1, outcome })
  // A later answer on the same socket proves that the frames before it were read.
  const seen = device.frames.length
  device.send({ op: 'sync' })
  await device.until(isSynced, seen)
  await pass(server, clock, 2_000)
  await server.stop()

  const again = await server.restart()
  const { read } = again.running.ctx.db
  expect(await read.all('SELECT reminder_id, device_id, n, outcome FROM receipts')).toEqual([
    { reminder_id: id, device_id: deviceId, n: 1, outcome: JSON.stringify(outcome) },
  ])
  expect(await read.all('SELECT acked_seq FROM devices')).toEqual([{ acked_seq: 1 }])
})

it('takes what comes later about paper, alone, and never as heard', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { token } = await server.api.pair()
  const device = await server.connect({ token, autoAck: true })
  const order = await server.api.placePaid()
  const reminder = await device.until(isReminder)
  const id = isReminder(reminder) ? reminder.id : ''
  const paper = (print: string) => ({ speech: 'none', notification: 'none', dialog: 'none', print })
  const stored = async () =>
    (await server.running.ctx.db.read.all<{ outcome: string }>('SELECT outcome FROM receipts')).map(
      ({ outcome }) => JSON.parse(outcome) as object,
    )
  const report = async (...outcomes: object[]) => {
    for (const one of outcomes) device.send({ op: 'announced', id, n: 1, outcome: one })
    await device.read()
    await pass(server, clock, 2_000)
  }

  // Paper came before the announcement, in one batch and in several.
  await report(paper('ok'))
  expect(await stored()).toEqual([paper('printed')])
  await report(outcome, paper('paper_out'))
  expect(await stored()).toEqual([{ ...outcome, print: 'paper_out' }])
  await report(paper('reprinted'), { ...paper('x'), speech: 'failed' })
  expect(await stored()).toEqual([{ ...outcome, print: 'x' }])
  await report(paper('reprinted'))
  expect(await stored()).toEqual([{ ...outcome, print: 'reprinted' }])
  const { body } = await server.api.call('GET', `/v1/orders/${order.id}/attention`, { as: token })
  expect((body as { reminders: { receipts: object[] }[] }).reminders[0]?.receipts).toMatchObject([
    { times: 1, outcome: { ...outcome, print: 'reprinted' } },
  ])
})

it('keeps that a voice only counted the reminder; no other word about words counts, least of all ok', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  await server.api.placePaid()
  const silent = { speech: 'failed', notification: 'none', dialog: 'failed' }
  const said = [
    [
      { ...outcome, words: 'counted' },
      { ...outcome, words: 'counted' },
    ],
    [outcome, outcome],
    [{ ...outcome, words: 'of_a_later_version' }, outcome],
    [{ ...silent, words: 'counted' }, silent],
    [{ ...silent, words: 'ok' }, silent],
  ]
  for (const [report] of said) {
    const device = await server.connect({ token: (await server.api.pair()).token, autoAck: true })
    await device.synced()
    const id = device.frames.flatMap((frame) => ('open' in frame ? frame.open : [])).map((one) => one.id)[0]
    device.send({ op: 'announced', id: id ?? '', n: 1, outcome: report })
    await device.read()
    await pass(server, clock, 1_000)
  }
  const rows = await server.running.ctx.db.read.all<{ outcome: string }>(
    'SELECT outcome FROM receipts ORDER BY announced_at',
  )
  expect(rows.map((row) => JSON.parse(row.outcome) as object)).toEqual(said.map(([, kept]) => kept))
})

it('paper that comes later leaves it counted', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { token } = await server.api.pair()
  const device = await server.connect({ token, autoAck: true })
  await server.api.placePaid()
  const reminder = await device.until(isReminder)
  const id = isReminder(reminder) ? reminder.id : ''
  const counted = { ...outcome, words: 'counted' }
  for (const one of [counted, { speech: 'none', notification: 'none', dialog: 'none', print: 'printed' }]) {
    device.send({ op: 'announced', id, n: 1, outcome: one })
    await device.read()
    await pass(server, clock, 2_000)
  }
  const rows = await server.running.ctx.db.read.all<{ outcome: string }>('SELECT outcome FROM receipts')
  expect(rows.map((row) => JSON.parse(row.outcome) as object)).toEqual([{ ...counted, print: 'printed' }])
})

it('a ticket on paper makes no reminder heard', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  const { token } = await server.api.pair()
  const device = await server.connect({ token, autoAck: true })
  await server.api.placePaid()
  const reminder = await device.until(isReminder)
  const id = isReminder(reminder) ? reminder.id : ''
  device.send({
    op: 'announced',
    id,
    n: 1,
    outcome: { speech: 'failed', notification: 'none', dialog: 'failed', print: 'ok' },
  })
  await device.read()
  await pass(server, clock, 2_000)
  const { read } = server.running.ctx.db
  expect(await read.all(`SELECT outcome FROM receipts WHERE outcome LIKE '%"ok"%'`)).toEqual([])
  expect(await read.all('SELECT outcome FROM receipts')).toHaveLength(1)
})

it('takes no receipt for another store’s reminder, for none, or for an announcement that never was (I12)', async () => {
  const server = await startTestServer()
  const { body } = await server.api.call('POST', '/v1/stores', { as: server.api.operatorKey, body: { name: '二号店' } })
  const stranger = await server.connect({
    token: (await server.api.pair((body as { id: string }).id)).token,
    autoAck: true,
  })
  const device = await server.connect({ token: (await server.api.pair()).token, autoAck: true })
  await Promise.all([stranger.synced(), device.synced()])
  await server.api.placePaid()
  const reminder = await device.until(isReminder)
  const id = isReminder(reminder) ? reminder.id : ''
  stranger.send({ op: 'announced', id, n: 1, outcome })
  device.send({ op: 'announced', id: 'rm_nothing', n: 1, outcome })
  device.send({ op: 'announced', id, n: 2, outcome })
  for (const each of [stranger, device]) {
    const seen = each.frames.length
    each.send({ op: 'sync' })
    await each.until(isSynced, seen)
  }
  await server.stop()
  const again = await server.restart()
  expect(await again.running.ctx.db.read.all('SELECT * FROM receipts')).toEqual([])
})
