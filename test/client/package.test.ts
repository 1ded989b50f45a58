import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { z } from 'zod'
import type { NewOrder, Order, Payment, StartedPayment } from '../../packages/client/src/order.ts'
import type { createOrderSchema } from '../../shared/api/orders.ts'
import type { OrderPayments, StartedPayment as ServersStarted } from '../../shared/api/payments.ts'
import type { ReadOrder } from '../../shared/api/read-orders.ts'
import { installClient } from '../support/client-package.ts'
import { root } from '../tooling/source-files.ts'

/** The server's answers fit what the client's types promise, and it knows every field that they offer. */
const promised = {
  order: (order: ReadOrder): Order => order,
  started: (started: ServersStarted): StartedPayment => started,
  payment: (payment: OrderPayments['payments'][number]): Payment => payment,
  known: (field: keyof NewOrder): keyof z.input<typeof createOrderSchema> => field,
}

/** A program of somebody else, in TypeScript. */
const PROGRAM = `
import { createClient, LaidanError, ReminderBell, verifyWebhook, type BellState, type LaidanEvent, type Order } from '@laidan/client'

export async function main(state: BellState | undefined): Promise<Order> {
  const client = createClient({ url: 'https://bell.example', key: 'k' })
  for await (const event of client.events({ storeId: 's' })) {
    const one: LaidanEvent = event
    if (one.type === 'order.accepted') break
  }
  const { data } = await verifyWebhook(new Headers(), '{}', ['a', 'b'])
  const bell = new ReminderBell({
    url: 'https://bell.example', token: 't', state, device: { app: 'a', version: '1', platform: 'p' },
    save: async () => {},
    ring: (reminder) => ({ speech: reminder.content, notification: 'none', dialog: 'ok' }),
  })
  bell.start()
  // @ts-expect-error an amount is a number
  await client.placeOrder({ storeId: 's', items: [], amountMinor: '38.50' })
  return await client.getOrder(data.orderId ?? 1).catch((error: unknown) => {
    throw error instanceof LaidanError ? new Error(error.code) : error
  })
}
`

it('the package holds all that it needs: no import, its licences, and types that another program compiles with', async () => {
  const dir = await installClient({ types: true })
  const own = join(dir, 'node_modules/@laidan/client')
  const manifest = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8')) as Record<string, unknown>
  expect(manifest).not.toHaveProperty('dependencies')
  expect(manifest['version']).toBe(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version)
  const code = readFileSync(join(own, 'dist/index.js'), 'utf8')
  expect(code).not.toMatch(/^import /m)
  expect(code).not.toMatch(/\brequire\(|["']node:/)
  expect(readFileSync(join(own, 'dist/licenses.md'), 'utf8')).toContain('zod')
  expect(readdirSync(own).toSorted()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json'])
  expect(existsSync(join(own, 'dist/types/index.d.ts'))).toBe(true)

  writeFileSync(join(dir, 'program.ts'), PROGRAM)
  const options = {
    target: 'ES2022',
    module: 'nodenext',
    lib: ['ES2023', 'DOM'],
    types: [],
    strict: true,
    noEmit: true,
    skipLibCheck: false,
  }
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['program.ts'] }))
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ type: 'module' }))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  expect(execFileSync(process.execPath, [tsc, '-p', dir], { encoding: 'utf8' })).toBe('')
  expect(Object.keys(promised)).toHaveLength(4)
})
