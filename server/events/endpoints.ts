import type {
  ChangeEndpoint,
  CreatedEndpoint,
  CreatedSecret,
  CreateEndpoint,
  WebhookEndpoint,
} from '../../shared/api/webhook-endpoints.ts'
import type { Context } from '../context/context.ts'
import type { Sql, Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { isWebAddress } from '../lib/web-address.ts'
import { getStore } from '../stores/stores.ts'
import { type EndpointRow, type EndpointSecret, secretsOf } from './endpoint-row.ts'
import { type AddressRules, urlRefusal } from './outside-address.ts'

/** Most keys of an endpoint that sign at one moment. */
const MOST_SECRETS = 5

/** An endpoint with how it goes. */
type EndpointState = EndpointRow & { failing_since: number | null; lane_code: string | null; waiting: number }

const ENDPOINT = `SELECT each.*,
    (SELECT MIN(failing_since) FROM webhook_lanes AS lane WHERE lane.endpoint_id = each.id) AS failing_since,
    (SELECT MAX(code) FROM webhook_lanes AS lane WHERE lane.endpoint_id = each.id) AS lane_code,
    (SELECT COUNT(*) FROM webhook_deliveries AS queued WHERE queued.endpoint_id = each.id AND queued.state = 'queued') AS waiting
  FROM webhook_endpoints AS each WHERE each.removed_at IS NULL`

/** Lists the endpoints that were not removed, the oldest first. */
export async function listEndpoints(ctx: Pick<Context, 'db' | 'clock'>): Promise<WebhookEndpoint[]> {
  const rows = await ctx.db.read.all<EndpointState>(`${ENDPOINT} ORDER BY each.created_at, each.id`)
  return rows.map((row) => toEndpoint(row, ctx.clock.now()))
}

/** Reads an endpoint. Throws `webhook_endpoint_unknown`. */
export async function getEndpoint(sql: Sql, ctx: Pick<Context, 'clock'>, id: string): Promise<WebhookEndpoint> {
  const row = await sql.get<EndpointState>(`${ENDPOINT} AND each.id = ?`, [id])
  if (row === undefined) throw appError('webhook_endpoint_unknown')
  return toEndpoint(row, ctx.clock.now())
}

/**
 * Adds an endpoint, which gets what is told from now on, and makes its first key. Throws `store_unknown`,
 * `webhook_url_refused`.
 */
export async function createEndpoint(
  tx: Tx,
  ctx: Context,
  rules: AddressRules,
  { storeId, url, types }: CreateEndpoint,
): Promise<CreatedEndpoint> {
  requireUrl(url, rules)
  if (storeId !== undefined) await getStore(tx, storeId)
  const id = ctx.random.id('we')
  const secret = makeSecret(ctx)
  const now = ctx.clock.now()
  const secrets: EndpointSecret[] = [{ secret, createdAt: now, expiresAt: null }]
  await tx.run(
    `INSERT INTO webhook_endpoints (id, store_id, url, types, secrets, state, created_at) VALUES (?, ?, ?, ?, ?, 'on', ?)`,
    [id, storeId ?? null, url, types === undefined ? null : JSON.stringify(types), JSON.stringify(secrets), now],
  )
  return { ...(await getEndpoint(tx, ctx, id)), secret }
}

/**
 * Changes what is given of an endpoint. Switched on again, it gets what waits for it, in order; switched off, it gets nothing
 * of what is told meanwhile. Throws `webhook_endpoint_unknown`, `webhook_url_refused`.
 */
export async function changeEndpoint(
  tx: Tx,
  ctx: Context,
  rules: AddressRules,
  id: string,
  { url, types, state }: ChangeEndpoint,
): Promise<WebhookEndpoint> {
  if (url !== undefined) requireUrl(url, rules)
  const before = await lockEndpoint(tx, id)
  const on = state === 'on' && before.state !== 'on'
  await tx.run('UPDATE webhook_endpoints SET url = ?, types = ?, state = ?, failed_at = ?, code = ? WHERE id = ?', [
    url ?? before.url,
    types === undefined ? before.types : types === null ? null : JSON.stringify(types),
    state ?? before.state,
    state === undefined ? before.failed_at : null,
    state === undefined ? before.code : null,
    id,
  ])
  // What waited is tried at once, and three days begin anew.
  if (on || url !== undefined)
    await tx.run(
      `UPDATE webhook_lanes SET next_at = ?, attempts = 0, failing_since = NULL, code = NULL
        WHERE endpoint_id = ? AND next_at IS NOT NULL AND calling = 0`,
      [ctx.clock.now(), id],
    )
  return await getEndpoint(tx, ctx, id)
}

/** Removes an endpoint with its address and its keys. Throws `webhook_endpoint_unknown`. */
export async function removeEndpoint(tx: Tx, ctx: Context, id: string): Promise<WebhookEndpoint> {
  await lockEndpoint(tx, id)
  const endpoint = await getEndpoint(tx, ctx, id)
  await tx.run(`UPDATE webhook_endpoints SET removed_at = ?, state = 'off', url = '', secrets = '[]' WHERE id = ?`, [
    ctx.clock.now(),
    id,
  ])
  // Its deliveries go with their events.
  await tx.run('DELETE FROM webhook_lanes WHERE endpoint_id = ?', [id])
  return { ...endpoint, state: 'off' }
}

/**
 * Makes a new key for an endpoint; those from before go on signing for `overlapHours`. Throws `webhook_endpoint_unknown`,
 * `webhook_secrets_full`.
 */
export async function rotateSecret(
  tx: Tx,
  ctx: Context,
  id: string,
  { overlapHours }: { overlapHours: number },
): Promise<CreatedSecret> {
  const row = await lockEndpoint(tx, id)
  const now = ctx.clock.now()
  const until = now + overlapHours * 3_600_000
  const secret = makeSecret(ctx)
  const earlier = secretsOf(row, now).map((one) => ({ ...one, expiresAt: Math.min(one.expiresAt ?? until, until) }))
  const secrets = [{ secret, createdAt: now, expiresAt: null }, ...earlier.filter((one) => one.expiresAt > now)]
  if (secrets.length > MOST_SECRETS) throw appError('webhook_secrets_full')
  await tx.run('UPDATE webhook_endpoints SET secrets = ? WHERE id = ?', [JSON.stringify(secrets), id])
  return { secret, endpoint: await getEndpoint(tx, ctx, id) }
}

/** Locks an endpoint, in words that change nothing, and reads it. Throws `webhook_endpoint_unknown`. */
export async function lockEndpoint(tx: Tx, id: string): Promise<EndpointRow> {
  const row = await tx.get<EndpointRow>(
    'UPDATE webhook_endpoints SET state = state WHERE id = ? AND removed_at IS NULL RETURNING *',
    [id],
  )
  if (row === undefined) throw appError('webhook_endpoint_unknown')
  return row
}

function requireUrl(url: string, rules: AddressRules): void {
  const refusal = isWebAddress(url)
    ? urlRefusal(new URL(url), rules)
    : 'It must be an address such as https://example.com/hook, without a user in it.'
  if (refusal !== undefined) throw appError('webhook_url_refused', { detail: refusal })
}

/** Makes a key as Standard Webhooks 1.0 writes them: `whsec_` and base64 of 32 bytes. */
function makeSecret({ random }: Pick<Context, 'random'>): string {
  const bytes = Buffer.from(random.secret('k').slice('k_'.length), 'base64url')
  return `whsec_${bytes.toString('base64')}`
}

function toEndpoint(row: EndpointState, now: number): WebhookEndpoint {
  return {
    id: row.id,
    storeId: row.store_id,
    url: row.url,
    types: row.types === null ? null : (JSON.parse(row.types) as string[]),
    state: row.state,
    createdAt: row.created_at,
    failingSince: row.failing_since,
    failedAt: row.failed_at,
    code: row.code ?? row.lane_code,
    waiting: row.waiting,
    secrets: secretsOf(row, now).map(({ createdAt, expiresAt }) => ({ createdAt, expiresAt })),
  }
}
