import { connect } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import type { SqlValue } from '../../../server/db/database.ts'
import { CLOSE } from '../../../shared/protocol/close-codes.ts'
import { isReminder, isSynced } from '../../support/frames.ts'
import { startTestServer } from '../../support/test-server.ts'

it('what was under way when a device asks for sync may still be acknowledged', async () => {
  const server = await startTestServer()
  const { token } = await server.api.pair()
  const device = await server.connect({ token })
  await device.synced()
  for (let i = 0; i < 3; i++) await server.api.placePaid()
  await device.until((frame) => isReminder(frame) && frame.seq === 3)
  const from = device.frames.length
  device.send({ op: 'ack', seq: 1 })
  device.send({ op: 'sync' })
  device.send({ op: 'ack', seq: 3 })
  await device.until(isSynced, from)
  await server.api.placePaid()
  await device.until((frame) => isReminder(frame) && frame.seq === 4, from)
})

it('a device that is revoked while its hello is being answered is shut out', async () => {
  const server = await startTestServer()
  const { token, deviceId } = await server.api.pair()
  const { read } = server.running.ctx.db
  const { all } = read
  let go = () => {}
  const reached = new Promise<void>((resolve) => {
    read.all = async <Row>(sql: string, values?: readonly SqlValue[]) => {
      const rows = await all<Row>(sql, values)
      if (!sql.includes('AS hello')) return rows
      read.all = all
      const held = new Promise<void>((open) => {
        go = open
      })
      resolve()
      await held
      return rows
    }
  })
  const device = await server.connect({ token })
  await reached
  await server.api.call('DELETE', `/v1/devices/${deviceId}`, { as: server.api.operatorKey })
  go()
  expect((await device.closed).code).toBe(CLOSE.revoked.code)
  await server.api.placePaid()
  expect(device.frames.filter(isReminder)).toEqual([])
})

it('a device that is revoked loses the bare endpoint as well', async () => {
  const server = await startTestServer({ env: { LEGACY_WS: 'on' } })
  const { token, deviceId } = await server.api.pair()
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/${token}`)
  onTestFinished(() => socket.terminate())
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  const rung = new Promise((resolve) => socket.on('message', resolve))
  await new Promise((resolve) => socket.on('open', resolve))
  await expect.poll(() => server.running.connections()).toBe(1)
  await server.api.placePaid()
  await rung
  await server.api.call('DELETE', `/v1/devices/${deviceId}`, { as: server.api.operatorKey })
  expect(await closed).toBe(CLOSE.revoked.code)
})

it('a peer that is refused and keeps its half open does not keep the server from stopping', async () => {
  const server = await startTestServer()
  const { hostname, port } = new URL(server.url)
  const peer = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
  onTestFinished(() => void peer.destroy())
  peer.on('error', () => {})
  const refused = new Promise<string>((resolve) => peer.on('data', (data) => resolve(data.toString())))
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13'
  peer.write(`GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${key}\r\n\r\n`)
  expect(await refused).toMatch(/^HTTP\/1\.1 404/)
  await server.stop()
})
