import { startLaidan } from './contenders/laidan.ts'
import { createDevice } from './device.ts'
import { createPoster } from './poster.ts'
import { signedCallback } from './signed-callback.ts'
import type { Processes } from './start-processes.ts'

/** Lets a server on this database take order 0 all the way: paid, announced to its device, confirmed by it. */
export async function passOneOrder(processes: Processes, dataDir: string, tokens: string[]): Promise<void> {
  const token = tokens[0] ?? ''
  const server = await startLaidan(processes, { dataDir, tokens, env: {} })
  const { hostname, port } = new URL(server.url)
  const device = createDevice({ url: server.url, token }, { reminder() {}, closed() {} })
  await device.connect()
  const poster = createPoster({ host: hostname, port: Number(port) }, 1)
  const status = await new Promise<number>((resolve) => poster.post(signedCallback(0), resolve))
  if (status !== 204) throw new Error(`the payment was answered with ${status}`)
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': 'bench-0' }
  const found = await fetch(new URL('/v1/orders?limit=10', server.url), { headers })
  const page = (await found.json()) as { orders: { id: number; number: string }[] }
  const id = page.orders.find(({ number }) => number === 'B000000000')?.id
  const confirmed = await fetch(new URL(`/v1/orders/${id}/confirm`, server.url), {
    method: 'POST',
    headers,
    body: '{}',
  })
  if (!confirmed.ok) throw new Error(`the order could not be confirmed: ${await confirmed.text()}`)
  device.leave()
  poster.close()
  await server.stop()
}
