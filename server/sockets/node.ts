import { hostname } from 'node:os'
import type { Context } from '../context/context.ts'
import { bulkRows } from '../db/bulk-rows.ts'
import type { News } from '../db/database.ts'

/** Interval of the signs of life, milliseconds. */
export const SIGN_EVERY_MS = 2_000
/** Silence after which a node's row is deleted, milliseconds. */
const FORGOTTEN_AFTER_MS = 86_400_000
/** Silence after which a node is taken to be gone, milliseconds: five signs of life. */
export const SILENT_AFTER_MS = 10_000
/** Devices written by one statement. */
const DEVICES_AT_ONCE = 50

/** One server among several of the same database. */
export interface Node {
  id: string
  /** Notes that a device has joined this node, for the next {@link Node.write}. */
  joined(deviceId: string): void
  /** Notes that the session of a device is over. */
  left(deviceId: string): void
  /**
   * Whether a device that is connected here has joined another node since: by the database's clock, and within the same
   * millisecond by the order of the two news, once that of its session here has been heard as well.
   */
  hasLost(news: Joined): boolean
  /** Writes what was noted. Rejects with `storage_unavailable`, and keeps it for the next time. */
  write(): Promise<void>
  /** Writes a sign of life. */
  sign(): Promise<void>
  /** Takes this node and its sessions out of the database. Never rejects. */
  leave(): Promise<void>
}

type Joined = Extract<News, { topic: 'joined' }>

/** A session's number: the millisecond of its beginning by the database's clock, and a count, so that no two are alike. */
const IN_A_MS = 1_000
const beginOf = (session: number): number => Math.floor(session / IN_A_MS)
/** A later session that is so far ahead, milliseconds, was begun by a clock that was wrong. */
const BELIEVED_MS = 60_000

const SESSIONS = bulkRows({ device_id: 'TEXT', session: 'BIGINT', over: 'INTEGER' })

/** Makes this server's entry among the nodes of its database. */
export function createNode(ctx: Context): Node {
  const id = ctx.random.id('nd')
  /** The present session of each device, and the order in which its beginning was told; 0 until it was. */
  const sessions = new Map<string, { session: number; told: number }>()
  let count = 0
  let noted = new Map<string, { session: number; over: boolean }>()
  let gone = false

  async function writeSome(rows: [string, { session: number; over: boolean }][]): Promise<void> {
    const written = SESSIONS.of(
      rows
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([device_id, { session, over }]) => ({ device_id, session, over: Number(over) })),
    )
    // A session that is over is taken out only where no other has taken its place; and one whose beginning is written late
    // takes no place from a session that a device has begun at another node since, which would be closed as replaced.
    await ctx.db.write((tx) =>
      tx.run(
        `UPDATE devices SET node_id = CASE WHEN noted.over = 1 THEN NULL ELSE CAST(? AS TEXT) END,
                session = CASE WHEN noted.over = 1 THEN NULL ELSE noted.session END
           FROM ${written.table} AS noted
          WHERE devices.id = noted.device_id
            AND ((noted.over = 0 AND (devices.session IS NULL
                  OR devices.session / ${IN_A_MS} <= noted.session / ${IN_A_MS}
                  OR devices.session > noted.session + ${BELIEVED_MS * IN_A_MS}))
              OR (devices.node_id = ? AND devices.session = noted.session))`,
        [id, ...written.values, id],
      ),
    )
  }

  return {
    id,
    joined(deviceId) {
      const session = ctx.clock.now() * IN_A_MS + (count++ % IN_A_MS)
      sessions.set(deviceId, { session, told: 0 })
      noted.set(deviceId, { session, over: false })
    },
    left(deviceId) {
      const mine = sessions.get(deviceId)
      if (mine === undefined) return
      sessions.delete(deviceId)
      noted.set(deviceId, { session: mine.session, over: true })
    },
    hasLost({ deviceId, nodeId, session, order }) {
      const mine = sessions.get(deviceId)
      if (mine === undefined) return false
      if (nodeId === id) {
        if (session === mine.session) mine.told = order
        return false
      }
      const [theirs, ours] = [beginOf(session), beginOf(mine.session)]
      return theirs > ours || (theirs === ours && mine.told > 0 && mine.told < order)
    },
    async write() {
      const batch = [...noted]
      noted = new Map()
      for (let i = 0; i < batch.length; i += DEVICES_AT_ONCE) {
        try {
          await writeSome(batch.slice(i, i + DEVICES_AT_ONCE))
        } catch (error) {
          // What was noted meanwhile is newer.
          noted = new Map([...batch.slice(i), ...noted])
          throw error
        }
      }
    },
    async sign() {
      // A probe may come while this server stops.
      if (gone) return
      // As it is believed: by these signs a server that slept sees that the clock went on without it.
      const now = ctx.clockWatch.now()
      await ctx.db.write(async (tx) => {
        await tx.run(
          `INSERT INTO nodes (id, name, started_at, seen_at) VALUES (?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at`,
          [id, hostname().slice(0, 255), now, now],
        )
        await tx.run('DELETE FROM nodes WHERE seen_at < ?', [now - FORGOTTEN_AFTER_MS])
      })
    },
    async leave() {
      gone = true
      try {
        await ctx.db.write(async (tx) => {
          await tx.run('UPDATE devices SET node_id = NULL, session = NULL WHERE node_id = ?', [id])
          await tx.run('DELETE FROM nodes WHERE id = ?', [id])
        })
      } catch (error) {
        ctx.logger.warn({ err: error }, 'this server could not take itself out of the database')
      }
    },
  }
}
