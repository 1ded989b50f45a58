import { execFileSync, spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createOrderingSystem } from '../../demo/ordering-system.ts'
import { readLocalKeys } from '../../server/cli/local-keys.ts'
import { startProcess } from '../support/start-process.ts'
import { tempDir } from '../support/temp-dir.ts'
import { pause } from '../support/until.ts'

/** Bytes of a file under the limit; bash counts in blocks of 1,024. Enough for a new database, and for a few payments. */
const LIMIT_BLOCKS = 1_200
const MOST_PAYMENTS = 3_000

const tools = ['bash', 'prlimit'].every((tool) => spawnSync(tool, ['--version']).status === 0)

it.skipIf(!tools)(
  'ulimit -f: a payment that the file has no room for is 503, the server lives, and goes on when the limit is lifted (needs bash, prlimit)',
  async () => {
    const dataDir = tempDir()
    const command = `ulimit -S -f ${LIMIT_BLOCKS}; exec "${process.execPath}" --import tsx server/main.ts`
    const env = { ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn' }
    const server = startProcess(['bash', '-c', command], { env })
    await server.until(/listens on \S+/)
    const keys = await readLocalKeys(dataDir)
    if (keys === undefined) throw new Error('no keys')
    const system = createOrderingSystem(keys, { attempts: 1 })
    const items = [{ name: '宫保鸡丁', quantity: 2 }]
    const order = () => system.placeOrder({ storeId: keys.storeId, items, amountMinor: 3850 })
    const paid: number[] = []
    let refused: unknown
    for (let n = 0; n < MOST_PAYMENTS && refused === undefined; n++) {
      try {
        const placed = await order()
        await system.pay(placed, `tx-${n}`)
        paid.push(placed.id)
      } catch (error) {
        refused = error
      }
    }
    expect(String(refused)).toMatch(/503|storage_unavailable/)
    expect(paid.length).toBeGreaterThan(5)
    const files = ['laidan.db', 'laidan.db-wal'].map((name) => statSync(join(dataDir, name)).size)
    expect(Math.max(...files)).toBeLessThanOrEqual(LIMIT_BLOCKS * 1_024)
    const ready = async () => (await fetch(new URL('/readyz', keys.url))).status
    expect((await fetch(new URL('/healthz', keys.url))).status).toBe(200)

    execFileSync('prlimit', [`--pid=${server.pid}`, '--fsize=unlimited:unlimited'])
    await expect.poll(ready).toBe(200)
    const after = await order()
    await system.pay(after, 'tx-after')
    const states = await Promise.all(
      [...paid, after.id].map(async (id) => {
        const reply = await fetch(new URL(`/v1/orders/${id}`, keys.url), {
          headers: { authorization: `Bearer ${keys.operatorKey}` },
        })
        return ((await reply.json()) as { payStatus: number }).payStatus
      }),
    )
    expect(new Set(states)).toEqual(new Set([1]))
    expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null })
  },
)

/** Tries of one payment, and the pause between them, milliseconds; a checkpoint goes on beside them. */
const MOST_TRIES = 50
const TRY_AGAIN_MS = 100
/** More than the log has room for under the limit. */
const PAYMENTS = 120

it.skipIf(!tools)(
  'ulimit -f: when the log alone is at the limit, a checkpoint makes room, and payments go on (needs bash)',
  async () => {
    const dataDir = tempDir()
    const command = `ulimit -S -f ${LIMIT_BLOCKS}; exec "${process.execPath}" --import tsx server/main.ts`
    const server = startProcess(['bash', '-c', command], {
      env: { ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' },
    })
    await server.until(/listens on \S+/)
    const keys = await readLocalKeys(dataDir)
    if (keys === undefined) throw new Error('no keys')
    const system = createOrderingSystem(keys, { attempts: 1 })
    const items = [{ name: '宫保鸡丁', quantity: 2 }]
    let refused = 0
    const insist = async <T>(call: () => Promise<T>): Promise<T> => {
      for (let tries = 1; ; tries++) {
        try {
          return await call()
        } catch (error) {
          refused += 1
          if (tries === MOST_TRIES) throw error
          await pause(TRY_AGAIN_MS)
        }
      }
    }
    for (let n = 0; n < PAYMENTS; n++) {
      const placed = await insist(() => system.placeOrder({ storeId: keys.storeId, items, amountMinor: 3850 }))
      await insist(() => system.pay(placed, `tx-${n}`))
    }
    expect(refused, 'the log never was at the limit').toBeGreaterThan(0)
    expect((await fetch(new URL('/readyz', keys.url))).status).toBe(200)
    expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null })
  },
)
