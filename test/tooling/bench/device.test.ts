import { expect, it, onTestFinished } from 'vitest'
import { createDevice } from '../../lab/bench/device.ts'
import { startTestServer } from '../../support/test-server.ts'
import { until } from '../../support/until.ts'

/** Connects a device of the benchmarks to a real server; it leaves when the test is over. */
async function startDevice(announced: boolean) {
  const server = await startTestServer()
  const { token } = await server.api.pair()
  const heard: number[] = []
  const device = createDevice(
    { url: server.url, token, announced },
    { reminder: (order) => heard.push(order), closed() {} },
  )
  onTestFinished(() => device.leave())
  await device.connect()
  return { server, device, heard }
}

it('a device of the benchmarks reports each announcement with --announced, and may stop', async () => {
  const { server, device, heard } = await startDevice(true)
  const receipts = () => server.running.ctx.db.read.all<{ n: number }>('SELECT n FROM receipts')
  await server.api.placePaid({ number: 'B000000042' })
  await until('the report is stored', async () => (await receipts()).length === 1)
  expect(heard).toEqual([42])
  expect(device.reported()).toBe(1)
  device.announce(false)
  await server.api.placePaid({ number: 'B000000043' })
  await until('the second order is heard of', () => heard.length === 2)
  expect(device.reported()).toBe(1)
})

it('a device of the benchmarks reports nothing else', async () => {
  const { server, device, heard } = await startDevice(false)
  await server.api.placePaid({ number: 'B000000042' })
  await until('the order is heard of', () => heard.length === 1)
  expect(device.reported()).toBe(0)
})
