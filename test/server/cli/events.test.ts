import { expect, it } from 'vitest'
import { EventsError, eventsCommand } from '../../../server/cli/events.ts'
import { writeLocalKeys } from '../../../server/cli/local-keys.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { eventsRig } from '../events/events-rig.ts'

/** A clock on which every time is over at once. */
const hurry = (_ms: number, task: () => void) => {
  setImmediate(task)
  return () => {}
}

const host = (lines: string[], stopping?: AbortSignal) => ({
  clock: { after: hurry },
  say: (line: string) => void lines.push(line),
  ...(stopping && { stopping }),
})

it('events are printed one a line, cleaned for a terminal, and with --tail as they are told', async () => {
  const { api, url, dataDir, storeId, token, accepted } = await eventsRig()
  const { orderingKey, operatorKey } = api
  await writeLocalKeys(dataDir, { url, storeId, orderingKey, operatorKey, standardWebhooksSecret: '' })
  const order = await api.placePaid({ number: 'A-0007' })
  await api.move(token, order.id, 'reject', '卖完了 \u202e')
  const kept: string[] = []
  await eventsCommand(dataDir, { tail: false }, host(kept))
  expect(kept).toHaveLength(2)
  expect(kept[0]).toMatch(/^2026-01-01T00:00:00\.000Z st_\w+ 1 order\.rejected A-0007 \{"reason":"卖完了/)
  expect(kept.join()).not.toContain('\u202e')

  const stopping = new AbortController()
  const told: string[] = []
  const tail = eventsCommand(dataDir, { tail: true, store: storeId }, host(told, stopping.signal))
  await expect.poll(() => told.length).toBe(2)
  await accepted()
  await expect.poll(() => told.length).toBe(3)
  expect(told[2]).toContain('order.accepted')
  stopping.abort()
  await tail
})

it('a store that is not there, and a folder without keys, are named', async () => {
  const { api, url, dataDir, storeId } = await eventsRig()
  const { orderingKey, operatorKey } = api
  await writeLocalKeys(dataDir, { url, storeId, orderingKey, operatorKey, standardWebhooksSecret: '' })
  await expect(eventsCommand(dataDir, { tail: true, store: 'st_none' }, host([]))).rejects.toThrow('no such store')
  await expect(eventsCommand(tempDir(), { tail: false }, host([]))).rejects.toThrow(EventsError)
})
