import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openApiDocument } from '../../server/http/docs/openapi.ts'
import { describedRoutes } from '../support/described-routes.ts'
import { tempDir } from '../support/temp-dir.ts'
import { writeClient } from './openapi-client.ts'
import { root } from './source-files.ts'

/** What an ordering system does with a generated client, beside the types that the server itself has for the same things. */
const PROGRAM = `
import type { Order as ServersOrder, OrderPage } from ${JSON.stringify(join(root, 'shared/api/orders.ts'))}
import type { EventPage } from ${JSON.stringify(join(root, 'shared/api/events.ts'))}
import type { StoreIntake as ServersIntake } from ${JSON.stringify(join(root, 'shared/intake.ts'))}
import { type Calls, type Order, PLACES, type Problem, type Send, type StoreIntake } from './client.ts'

declare const send: Send
export async function program(): Promise<string> {
  const order = await send('placeOrder', {
    header: { 'Idempotency-Key': 'k' },
    body: { storeId: 's', items: [{ name: '米饭', quantity: 1 }], amountMinor: 100, fulfilment: 'delivery' },
  })
  const again: Order = await send('getOrder', { path: { id: order.id } })
  const status: 1 | 2 | 3 | 4 | 5 | 6 = again.status
  await send('acceptOrder', { path: { id: order.id }, body: { readyInMinutes: 20 } })
  await send('changeIntake', { path: { id: 's' }, body: { state: 'paused', forMinutes: 30 } })
  const { events, next } = await send('readEvents', { query: { store: 's', wait: 30 } })
  const { status: well } = await send('checkHealth', {})
  const sound: Blob = await send('renderSpeech', { body: { text: '来单', locale: 'zh-CN', rate: 1 } })
  return [PLACES.placeOrder.path, status, events[0]?.type, next, well, sound.size].join()
}

/** The generated types and the server's own mean the same. */
export const same: [ServersOrder, Order, OrderPage['orders'][number], EventPage, ServersIntake, StoreIntake] = [
  {} as Order,
  {} as ServersOrder,
  {} as Calls['searchOrders']['answers']['orders'][number],
  {} as Calls['readEvents']['answers'],
  {} as StoreIntake,
  {} as ServersIntake,
]
export const code = ({ code }: Problem): string => code
`

/** Slips that a caller of a generated client is told of; each is one error. */
const SLIPS = `
import type { Send } from './client.ts'
declare const send: Send
export const slips = [
  send('placeOrders', {}),
  send('getOrder', { path: { id: 'A-0042' } }),
  send('placeOrder', { body: { storeId: 's', amountMinor: 100, fulfilment: 'delivery' } }),
  send('changeIntake', { path: { id: 's' }, body: { state: 'closed' } }),
  send('urgeOrder', { path: { id: 1 } }).then((order) => order.status === 7),
]
`

it('a client that is generated from the OpenAPI document type-checks, means what the server means, and catches slips', () => {
  const folder = tempDir()
  writeFileSync(join(folder, 'client.ts'), writeClient(openApiDocument(describedRoutes())))
  writeFileSync(join(folder, 'program.ts'), PROGRAM)
  writeFileSync(join(folder, 'slips.ts'), SLIPS)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  // As callers mostly have it; zod writes an optional field as one that may be undefined, too.
  const compilerOptions = { lib: ['ES2023', 'ES2024.String', 'DOM'], types: [], exactOptionalPropertyTypes: false }
  const config = { extends: join(root, 'tsconfig.json'), compilerOptions }
  const check = (file: string) => {
    const project = join(folder, `${file}.json`)
    writeFileSync(project, JSON.stringify({ ...config, include: [`${file}.ts`] }))
    const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', project], { encoding: 'utf8' })
    return stdout.split('\n').filter((line) => /error TS/.test(line))
  }
  expect(check('program')).toEqual([])
  const slips = check('slips')
  expect(slips).toHaveLength(5)
  expect(slips.every((line) => line.includes('slips.ts'))).toBe(true)
})
