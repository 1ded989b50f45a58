import type { Connector, NewConnector, RotateSecret } from '../../shared/api/connectors.ts'
import type { Context } from '../context/context.ts'
import type { Sql, Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { getStore } from '../stores/stores.ts'
import { type ConnectorRow, secretsOf, toConnector } from './connector-row.ts'
import { type ConnectorSecret, rotateSecrets } from './secrets.ts'

const HOUR_MS = 3_600_000

export interface CreateConnector {
  kind: string
  name: string
  settings: object
  /** Absent: one is made. */
  secret?: string | undefined
  /** The platform’s API; absent: it is told nothing. */
  api?: object | undefined
}

/**
 * Opens a door of a store to a shop platform. Resolves to it with its secret, which is told this once. Throws
 * `store_unknown`, and an Error when the database returns no row.
 */
export async function createConnector(
  tx: Tx,
  ctx: Context,
  storeId: string,
  { kind, name, settings, secret = ctx.random.secret('lds'), api }: CreateConnector,
): Promise<NewConnector> {
  await getStore(tx, storeId)
  const now = ctx.clock.now()
  const secrets: ConnectorSecret[] = [{ secret, since: now }]
  const row = await tx.get<ConnectorRow>(
    `INSERT INTO connectors (id, store_id, kind, name, settings, secrets, api, created_at, told_seq)
     SELECT ?, id, ?, ?, ?, ?, ?, ?, event_seq FROM stores WHERE id = ? RETURNING *`,
    [
      ...[ctx.random.id('cx'), kind, name, JSON.stringify(settings), JSON.stringify(secrets)],
      ...[api === undefined ? null : JSON.stringify(api), now, storeId],
    ],
  )
  if (row === undefined) throw new Error('INSERT INTO connectors returned nothing')
  return { ...toConnector(row, now), secret }
}

/** Lists the connectors of a store, the oldest first. Throws `store_unknown`. */
export async function listConnectors(sql: Sql, storeId: string, now: number): Promise<Connector[]> {
  await getStore(sql, storeId)
  const rows = await sql.all<ConnectorRow>('SELECT * FROM connectors WHERE store_id = ? ORDER BY id', [storeId])
  return rows.map((row) => toConnector(row, now))
}

/** Reads a connector. Throws `connector_unknown`. */
export async function getConnector(sql: Sql, id: string): Promise<ConnectorRow> {
  const row = await sql.get<ConnectorRow>('SELECT * FROM connectors WHERE id = ?', [id])
  if (row === undefined) throw appError('connector_unknown')
  return row
}

/** A change of a connector: what is left out stays as it is; `api: null` ends that the platform is told anything. */
export interface ChangeConnector {
  name?: string | undefined
  settings?: object | undefined
  api?: object | null | undefined
}

/**
 * Changes a connector. A platform whose API is given anew is told what happens from now on, and by the new keys what it
 * could not be told. Throws `connector_unknown`.
 */
export async function changeConnector(tx: Tx, ctx: Context, id: string, change: ChangeConnector): Promise<Connector> {
  const before = await getConnector(tx, id)
  const api = change.api === undefined ? before.api : change.api === null ? null : JSON.stringify(change.api)
  const after = await tx.get<ConnectorRow>(
    'UPDATE connectors SET name = ?, settings = ?, api = ?, attempts = ?, next_at = ? WHERE id = ? RETURNING *',
    [
      change.name ?? before.name,
      change.settings === undefined ? before.settings : JSON.stringify(change.settings),
      api,
      // A call that is under way with the old keys says nothing about the new ones.
      ...(api === before.api ? [before.attempts, before.next_at] : [before.attempts + 1, null]),
      id,
    ],
  )
  if (after === undefined) throw appError('connector_unknown')
  if (before.api === null && api !== null)
    await tx.run(
      'UPDATE connectors SET told_seq = (SELECT event_seq FROM stores WHERE stores.id = connectors.store_id) WHERE id = ?',
      [id],
    )
  return toConnector(after, ctx.clock.now())
}

/**
 * Gives a connector another secret, while the ones before are taken for some hours more. Resolves to it with the new
 * secret, which is told this once. Throws `connector_unknown`.
 */
export async function rotateConnectorSecret(
  tx: Tx,
  ctx: Context,
  id: string,
  { secret = ctx.random.secret('lds'), overlapHours }: RotateSecret,
): Promise<NewConnector> {
  const now = ctx.clock.now()
  // Locked, in words that change nothing: of two new secrets at the same moment none is lost.
  const before = await tx.get<ConnectorRow>('UPDATE connectors SET name = name WHERE id = ? RETURNING *', [id])
  if (before === undefined) throw appError('connector_unknown')
  const secrets = rotateSecrets(secretsOf(before), secret, { now, overlapMs: overlapHours * HOUR_MS })
  const after = { ...before, secrets: JSON.stringify(secrets) }
  await tx.run('UPDATE connectors SET secrets = ? WHERE id = ?', [after.secrets, id])
  return { ...toConnector(after, now), secret }
}

/**
 * Closes the door: removes a connector with its secrets, and what is known of the platform’s ids; its orders stay.
 * Throws `connector_unknown`.
 */
export async function removeConnector(tx: Tx, ctx: Context, id: string): Promise<Connector> {
  const row = await getConnector(tx, id)
  await tx.run('DELETE FROM connector_orders WHERE connector_id = ?', [id])
  await tx.run('DELETE FROM connectors WHERE id = ?', [id])
  return toConnector(row, ctx.clock.now())
}

/** Notes why a genuine body could not be made into an order, for the operator to read. */
export async function noteFault(tx: Tx, ctx: Context, id: string, why: string): Promise<void> {
  await tx.run('UPDATE connectors SET last_fault = ?, last_fault_at = ? WHERE id = ?', [
    why.slice(0, 300),
    ctx.clock.now(),
    id,
  ])
}
