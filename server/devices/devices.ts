import type { Device } from '../../shared/api/devices.ts'
import type { Context } from '../context/context.ts'
import type { Sql, Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { hashSecret } from '../lib/hash-secret.ts'
import { getStore, type StoreRow } from '../stores/stores.ts'

/** A device as the database has it. Times are milliseconds. */
export interface DeviceRow {
  id: string
  store_id: string
  name: string
  platform: string
  acked_seq: number
  last_seen_at: number | null
  created_at: number
  revoked_at: number | null
  /** Of `Device.client` and `Device.announced`, as JSON. */
  client: string | null
  announced: string | null
}

/** Finds the device of a token, revoked or not, and its store; resolves to `undefined` for an unknown token. */
export async function findDevice(
  ctx: Context,
  token: string,
): Promise<{ device: DeviceRow; store: StoreRow } | undefined> {
  const device = await ctx.db.read.get<DeviceRow>('SELECT * FROM devices WHERE token_hash = ?', [hashSecret(token)])
  return device && { device, store: await getStore(ctx.db.read, device.store_id) }
}

/** Silence after which a server of the database is taken for dead, milliseconds; their clocks may differ by some seconds. */
const DEAD_AFTER_MS = 15_000

/**
 * Lists the devices of a store, newest first. `isConnected` speaks for this process, now; for other servers of the
 * database their last sign of life does. Throws `store_unknown`.
 */
export async function listDevices(
  ctx: Context,
  storeId: string,
  isConnected: (deviceId: string) => boolean,
): Promise<Device[]> {
  await getStore(ctx.db.read, storeId)
  const rows = await ctx.db.read.all<DeviceRow & { node_seen_at: number | null }>(
    `SELECT devices.*, nodes.seen_at AS node_seen_at FROM devices LEFT JOIN nodes ON nodes.id = devices.node_id
      WHERE devices.store_id = ? ORDER BY devices.created_at DESC, devices.id DESC`,
    [storeId],
  )
  const alive = ctx.clock.now() - DEAD_AFTER_MS
  return rows.map((row) =>
    toDevice(row, isConnected(row.id) || (row.node_seen_at ?? Number.NEGATIVE_INFINITY) >= alive),
  )
}

/** Tells whether any device of a store is connected, as {@link listDevices} knows it. Throws `store_unknown`. */
export async function hasDevice(
  ctx: Context,
  storeId: string,
  isConnected: (deviceId: string) => boolean,
): Promise<boolean> {
  return (await listDevices(ctx, storeId, isConnected)).some(({ connected }) => connected)
}

/**
 * Reads a device. Throws `device_unknown`, also for a device of another store than `storeId`; `undefined`: of any store
 * (I12).
 */
export async function getDevice(sql: Sql, deviceId: string, storeId: string | undefined): Promise<DeviceRow> {
  const row = await sql.get<DeviceRow>('SELECT * FROM devices WHERE id = ?', [deviceId])
  if (row === undefined || (storeId !== undefined && row.store_id !== storeId)) throw appError('device_unknown')
  return row
}

/** Writes an act down in the transaction that carries it out. */
type Audit = (tx: Tx, device: { id: string; storeId: string }) => Promise<void>

/** Gives a device another name; `isConnected` as in {@link listDevices}. Throws `device_unknown`. */
export async function renameDevice(
  ctx: Context,
  deviceId: string,
  name: string,
  isConnected: (deviceId: string) => boolean,
  audit: Audit,
): Promise<Device> {
  const row = await ctx.db.write(async (tx) => {
    const sql = 'UPDATE devices SET name = ? WHERE id = ? RETURNING store_id'
    const renamed = await tx.get<{ store_id: string }>(sql, [name, deviceId])
    if (renamed !== undefined) await audit(tx, { id: deviceId, storeId: renamed.store_id })
    return renamed
  })
  const devices = row === undefined ? [] : await listDevices(ctx, row.store_id, isConnected)
  const renamed = devices.find(({ id }) => id === deviceId)
  if (renamed === undefined) throw appError('device_unknown')
  return renamed
}

/** Shuts a device out for good. Idempotent. Throws `device_unknown`. */
export async function revokeDevice(ctx: Context, deviceId: string, audit: Audit): Promise<Device> {
  const row = await ctx.db.write(async (tx) => {
    await tx.run('UPDATE devices SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL', [ctx.clock.now(), deviceId])
    const revoked = await tx.get<DeviceRow>('SELECT * FROM devices WHERE id = ?', [deviceId])
    if (revoked !== undefined) await audit(tx, { id: deviceId, storeId: revoked.store_id })
    return revoked
  })
  if (row === undefined) throw appError('device_unknown')
  return toDevice(row, false)
}

function toDevice(row: DeviceRow, connected: boolean): Device {
  return {
    id: row.id,
    storeId: row.store_id,
    name: row.name,
    platform: row.platform,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    ackedSeq: row.acked_seq,
    connected,
    revokedAt: row.revoked_at,
    client: row.client === null ? null : (JSON.parse(row.client) as Device['client']),
    announced: row.announced === null ? null : (JSON.parse(row.announced) as Device['announced']),
  }
}
