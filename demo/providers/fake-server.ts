import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as z from 'zod'
import type { Clock } from '../../shared/clock.ts'
import { createFakeAlipay } from './fake-alipay.ts'
import type { FakeKeys } from './fake-keys.ts'
import type { FakeCallback, FakeProvider, FakeReply } from './fake-provider.ts'
import { createFakeStripe } from './fake-stripe.ts'
import { createFakeWechatpay } from './fake-wechatpay.ts'

export interface FakeServer {
  url: string
  stop(): Promise<void>
}

export interface FakeServerDeps {
  keys: FakeKeys
  clock: Clock
  /** 0 picks a free port. */
  port: number
  /** Prints a line about each callback and the status of its answer; status 0: there was none. */
  say(text: string): void
}

const paySchema = z.object({
  provider: z.enum(['wechatpay', 'alipay', 'stripe']),
  orderNumber: z.string(),
  params: z.record(z.string(), z.unknown()),
  webhookUrl: z.string(),
  /** A callback of an unusual kind. */
  quirk: z.enum(['gbk', 'other_appid', 'service_provider', 'combined']).optional(),
  /** The callback is lost on its way. */
  silent: z.boolean().optional(),
})

const refundSchema = z.object({
  provider: z.enum(['wechatpay', 'alipay', 'stripe']),
  orderNumber: z.string(),
  amountMinor: z.int().min(1),
  /** The callbacks are lost on their way. */
  silent: z.boolean().optional(),
})
export type FakeRefundInConsole = z.infer<typeof refundSchema>
export type FakePay = z.infer<typeof paySchema>

/** A shop's answer to a callback; status 0: there was none, and `body` names the error. */
export const answeredSchema = z.object({ status: z.int(), body: z.string() })

/** The answer to a callback that nobody got. */
const LOST: z.infer<typeof answeredSchema> = { status: 0, body: 'lost on its way' }

/**
 * Starts three imitated providers at one address on this machine, their customers at `POST /customer/pay`, and their
 * consoles at `POST /console/refund`. Rejects with the listener's error.
 */
export async function startFakeServer({ keys, clock, port, say }: FakeServerDeps): Promise<FakeServer> {
  const providers = {
    wechatpay: createFakeWechatpay(keys.wechatpay, clock),
    alipay: createFakeAlipay(keys.alipay, clock),
    stripe: createFakeStripe(keys.stripe, clock),
  }
  const sending = new Set<Promise<unknown>>()

  async function deliver({ url, headers, body }: FakeCallback): Promise<z.infer<typeof answeredSchema>> {
    const answered = await fetch(url, { method: 'POST', headers, body }).then(
      async (response) => ({ status: response.status, body: await response.text() }),
      (error: unknown) => ({ status: 0, body: error instanceof Error ? error.message : '' }),
    )
    say(`callback to ${url}: ${answered.status} ${answered.body}`)
    return answered
  }

  /** Sends a callback after the answer that it follows, as a provider's queue does. */
  function later(callback: FakeCallback): void {
    const sent = new Promise<void>((resolve) => setImmediate(resolve)).then(() => deliver(callback))
    sending.add(sent)
    void sent.finally(() => sending.delete(sent))
  }

  async function answer(request: IncomingMessage): Promise<FakeReply> {
    const { method = 'GET', url = '/', headers } = request
    const body = await readText(request)
    if (url === '/customer/pay') {
      const payment = paySchema.parse(JSON.parse(body))
      const callback = providers[payment.provider].pay(payment)
      return { status: 200, body: JSON.stringify(payment.silent ? LOST : await deliver(callback)) }
    }
    if (url === '/console/refund') {
      const refund = refundSchema.parse(JSON.parse(body))
      const answered: z.infer<typeof answeredSchema>[] = []
      const callbacks = providers[refund.provider].refundInConsole(refund)
      for (const callback of refund.silent ? [] : callbacks) answered.push(await deliver(callback))
      return { status: 200, body: JSON.stringify(answered) }
    }
    return apiOf(providers, url).answer({ method, url, headers, body }, later)
  }

  const server = createServer((request, response) => {
    answer(request)
      .catch((error: unknown) => ({ status: 400, body: error instanceof Error ? error.message : String(error) }))
      .then(({ status, body, ...rest }: FakeReply) => response.writeHead(status, rest.headers).end(body))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
      await Promise.all(sending)
    },
  }
}

function apiOf(providers: Record<'wechatpay' | 'alipay' | 'stripe', FakeProvider>, url: string): FakeProvider {
  if (url.startsWith('/v3/')) return providers.wechatpay
  return url.startsWith('/v1/') ? providers.stripe : providers.alipay
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
