import type * as z from 'zod'
import { type PairedDevice, readPairedDeviceSchema } from '../../../../shared/api/devices.ts'
import {
  type ReadOrderPage,
  type ReadStatistics,
  readOrderPageSchema,
  readStatisticsSchema,
} from '../../../../shared/api/read-orders.ts'
import { problemSchema } from '../../../../shared/problem.ts'
import type { Requester, RestReply } from '../../../core/ports.ts'
import type { Bridge, Result } from '../../../ui/bridge.ts'

/** An answer that takes longer is given up; what may be sent again carries an idempotency key. */
const TIMEOUT_MS = 15_000

interface Call {
  method: 'GET' | 'POST'
  path: string
  token?: string
  headers?: Record<string, string>
  body?: unknown
}

/** The REST API of the server this page came from. Rejects when no reply came. */
async function call({ method, path, token, headers, body }: Call): Promise<RestReply> {
  const response = await fetch(path, {
    method,
    redirect: 'error',
    cache: 'no-store',
    credentials: 'omit',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      ...headers,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return {
    status: response.status,
    body: await response.json().catch(() => undefined),
    ...(Number.isFinite(seconds) && { retryAfterMs: seconds * 1000 }),
  }
}

async function ask<T>(schema: z.ZodType<T>, what: Call): Promise<Result<T>> {
  const reply = await call(what).catch(() => undefined)
  if (reply === undefined) return { ok: false, code: 'unreachable' }
  const value = reply.status < 300 ? schema.safeParse(reply.body).data : undefined
  if (value !== undefined) return { ok: true, value }
  const problem = problemSchema.safeParse(reply.body).data
  const { code = `http_${reply.status}`, detail } = problem ?? {}
  return { ok: false, code, ...(detail !== undefined && { detail }) }
}

/** Trades a pairing code for a device token. */
export function pairDevice(code: string, name: string, platform: string): Promise<Result<PairedDevice>> {
  return ask(readPairedDeviceSchema, { method: 'POST', path: '/v1/devices/pair', body: { code, name, platform } })
}

export function createRequester(token: string): Requester {
  return { request: (request) => call({ ...request, token }) }
}

export function findOrders(token: string, query: Parameters<Bridge['orders']>[0]): Promise<Result<ReadOrderPage>> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
  return ask(readOrderPageSchema, { method: 'GET', path: `/v1/orders?${search}`, token })
}

export function storeStatistics(token: string, storeId: string): Promise<Result<ReadStatistics>> {
  const path = `/v1/stores/${encodeURIComponent(storeId)}/statistics`
  return ask(readStatisticsSchema, { method: 'GET', path, token })
}
