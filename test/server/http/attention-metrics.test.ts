import { expect, it } from 'vitest'
import { attentionRig } from '../attention/attention-rig.ts'

const MINUTE = 60_000

/** Reads the samples of a metric, `labels value`, without the scope that servers of one database tell. */
async function samples({ url, api }: { url: string; api: { operatorKey: string } }, name: string): Promise<string[]> {
  const reply = await fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${api.operatorKey}` } })
  return (await reply.text())
    .split('\n')
    .filter((line) => line.startsWith(name))
    .map((line) =>
      line
        .slice(name.length)
        .replace(/,?scope="\w+"/, '')
        .replace('{}', ''),
    )
}

it('the metrics name who waits longest, shops without a device, and messages that could not be told', async () => {
  const rig = await attentionRig()
  const targets = await rig.simplePolicy({ cause: 'away', afterS: 60 })
  expect(await samples(rig, 'laidan_stores_open_without_device')).toEqual([' 0'])
  rig.fake.treat = () => 'moves'
  const at = rig.clock.now()
  await rig.api.placePaid()
  await rig.later(4 * MINUTE, 10_000)
  expect(await samples(rig, 'laidan_reminder_oldest_since_seconds')).toEqual([
    `{store="${rig.storeId}"} ${Math.floor(at / 1_000)}`,
  ])
  expect(await samples(rig, 'laidan_stores_open_without_device')).toEqual([' 1'])
  expect(await samples(rig, 'laidan_effects_failed')).toEqual([' 1'])
  expect(targets.contact.name).toBe('王店长')
})

it('announcements are counted by whether any part of them succeeded', async () => {
  const rig = await attentionRig()
  const device = await rig.connect({ token: (await rig.api.pair()).token, autoAck: true })
  await device.synced()
  const order = await rig.api.placePaid()
  const frame = await device.until((one) => 'type' in one && one.orderId === order.id)
  if (!('type' in frame)) throw new Error('no reminder')
  for (const speech of ['ok', 'no_voice'])
    device.send({
      op: 'announced',
      ...{ id: frame.id, n: 1, outcome: { speech, notification: 'none', dialog: 'none' } },
    })
  await device.read()
  await expect
    .poll(() => samples(rig, 'laidan_announcements_total'))
    .toEqual(['{outcome="ok"} 1', '{outcome="failed"} 1'])
})

it('of many stores that wait twenty are named, those that wait longest', async () => {
  const rig = await attentionRig()
  for (let store = 0; store < 23; store++) {
    const reply = await rig.api.call('POST', '/v1/stores', { as: rig.api.operatorKey, body: { name: `店${store}` } })
    await rig.api.placePaid({ storeId: (reply.body as { id: string }).id })
    rig.clock.advance(1_000)
  }
  expect(await samples(rig, 'laidan_reminder_oldest_since_seconds')).toHaveLength(20)
})
