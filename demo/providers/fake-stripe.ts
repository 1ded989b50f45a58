import { randomInt } from 'node:crypto'
import type { Clock } from '../../shared/clock.ts'
import type { FakeCallback, FakeProvider, FakeReply } from './fake-provider.ts'
import { signStripe } from './sign-stripe.ts'

export interface FakeStripeKeys {
  secretKey: string
  webhookSecret: string
}

interface Intent {
  id: string
  object: 'payment_intent'
  client_secret: string
  amount: number
  amount_received: number
  currency: string
  created: number
  status: 'requires_payment_method' | 'succeeded'
  metadata: Record<string, string>
}

interface Refund {
  id: string
  object: 'refund'
  payment_intent: string
  amount: number
  status: 'pending' | 'succeeded'
  metadata: Record<string, string>
}

/**
 * Makes an imitation of Stripe: payment intents, their search, refunds that succeed a moment later, test-mode events.
 */
export function createFakeStripe(keys: FakeStripeKeys, clock: Clock): FakeProvider {
  const intents = new Map<string, Intent>()
  const refunds: Refund[] = []
  const byIdempotencyKey = new Map<string, string>()
  /** The address for events. Stripe has it from its dashboard, the imitation from its first customer. */
  let webhookUrl = ''
  const seconds = () => Math.floor(clock.now() / 1000)
  const id = (prefix: string) => `${prefix}_${randomInt(1e14).toString(36)}${randomInt(1e14).toString(36)}`

  const reply = (status: number, content: unknown): FakeReply => ({
    status,
    headers: { 'content-type': 'application/json', 'request-id': id('req') },
    body: JSON.stringify(content),
  })
  const refuse = (status: number, code: string) =>
    reply(status, { error: { type: 'invalid_request_error', code, message: code } })
  const list = (data: unknown[]) => reply(200, { object: 'list', data, has_more: false, url: '/v1' })

  function event(type: string, object: object): FakeCallback {
    const content = { id: id('evt'), object: 'event', type, created: seconds(), livemode: false, data: { object } }
    const body = JSON.stringify(content, null, 2)
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'stripe-signature': signStripe(keys.webhookSecret, body, seconds()),
    }
    return { url: webhookUrl, headers, body }
  }

  function createIntent(form: URLSearchParams): object {
    const made: Intent = {
      id: id('pi'),
      object: 'payment_intent',
      client_secret: `${id('pi')}_secret_${id('x')}`,
      amount: Number(form.get('amount')),
      amount_received: 0,
      currency: form.get('currency') ?? '',
      created: seconds(),
      status: 'requires_payment_method',
      metadata: metadataOf(form),
    }
    intents.set(made.id, made)
    return made
  }

  function createRefund(form: URLSearchParams, later: (callback: FakeCallback) => void): object {
    const made: Refund = {
      id: id('re'),
      object: 'refund',
      payment_intent: form.get('payment_intent') ?? '',
      amount: Number(form.get('amount')),
      status: 'pending',
      metadata: metadataOf(form),
    }
    refunds.push(made)
    const answer = { ...made }
    made.status = 'succeeded'
    if (webhookUrl !== '') later(event('refund.updated', made))
    return answer
  }

  const refundsOf = (intent: string | null) => refunds.filter(({ payment_intent }) => payment_intent === intent)

  /** Answers the same idempotency key with the same answer. */
  function once(key: unknown, make: () => object): FakeReply {
    const first = byIdempotencyKey.get(String(key))
    const body = first ?? JSON.stringify(make())
    byIdempotencyKey.set(String(key), body)
    return { ...reply(200, {}), body }
  }

  return {
    answer({ method, url, headers, body }, later) {
      if (headers['authorization'] !== `Bearer ${keys.secretKey}`) return refuse(401, 'api_key_invalid')
      const { pathname, searchParams } = new URL(url, 'http://fake')
      const form = new URLSearchParams(body)
      const key = headers['idempotency-key']
      if (method === 'POST' && pathname === '/v1/payment_intents') return once(key, () => createIntent(form))
      if (pathname === '/v1/payment_intents/search') {
        const number = /:'(.*)'$/.exec(searchParams.get('query') ?? '')?.[1]
        return list([...intents.values()].filter(({ metadata }) => metadata['order_number'] === number))
      }
      if (method === 'GET' && pathname === '/v1/refunds') return list(refundsOf(searchParams.get('payment_intent')))
      if (pathname !== '/v1/refunds') return refuse(404, 'resource_missing')
      const paid = intents.get(form.get('payment_intent') ?? '')
      if (paid?.status !== 'succeeded') return refuse(404, 'resource_missing')
      const gone = refundsOf(paid.id).reduce((sum, { amount }) => sum + amount, 0)
      if (!byIdempotencyKey.has(String(key)) && gone + Number(form.get('amount')) > paid.amount) {
        return refuse(400, 'charge_already_refunded')
      }
      return once(key, () => createRefund(form, later))
    },
    refundInConsole({ orderNumber, amountMinor }) {
      const intent = [...intents.values()].find(
        ({ metadata, status }) => metadata['order_number'] === orderNumber && status === 'succeeded',
      )
      if (intent === undefined) throw new Error(`Stripe knows no payment of order ${orderNumber}`)
      const gone = refundsOf(intent.id).reduce((sum, { amount }) => sum + amount, 0) + amountMinor
      if (gone > intent.amount) throw new Error('more than is left of the payment')
      const made: Refund = {
        id: id('re'),
        object: 'refund',
        payment_intent: intent.id,
        amount: amountMinor,
        status: 'succeeded',
        metadata: {},
      }
      refunds.push(made)
      const { amount, currency, created, metadata } = intent
      const charge = { id: id('ch'), object: 'charge', payment_intent: intent.id, amount, currency, created, metadata }
      return [event('charge.refunded', { ...charge, amount_refunded: gone }), event('refund.created', made)]
    },
    pay({ params, webhookUrl: url }) {
      const intent = [...intents.values()].find(({ client_secret }) => client_secret === params['clientSecret'])
      if (intent === undefined) throw new Error('Stripe knows no such client secret')
      webhookUrl = url
      intent.status = 'succeeded'
      intent.amount_received = intent.amount
      return event('payment_intent.succeeded', intent)
    },
  }
}

function metadataOf(form: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    [...form].flatMap(([name, value]) => {
      const key = /^metadata\[(\w+)\]$/.exec(name)?.[1]
      return key === undefined ? [] : [[key, value]]
    }),
  )
}
