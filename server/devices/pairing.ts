import type { PairDevice, PairedDevice, PairingCodeGrant } from '../../shared/api/devices.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { hashSecret } from '../lib/hash-secret.ts'
import { createSemaphore } from '../lib/semaphore.ts'
import { getStore, toStore } from '../stores/stores.ts'
import { createIssuedSelectors, readSelectors } from './issued-selectors.ts'
import {
  claimPairingCode,
  hashCode,
  isWaiting,
  LIFETIME_MS,
  SECRET_DIGITS,
  SELECTOR_DIGITS,
  splitCode,
  storeCode,
} from './pairing-code.ts'
import { createSharedBudget } from './shared-budget.ts'

/** Random selectors drawn for a new code before we give up: each may belong to a code that still waits. */
const MAX_SELECTORS_DRAWN = 10
/** Tries at codes that wait which may stand in line for the one derivation: the last waits for less than a second. */
const MAX_IN_LINE = 16
const BUSY_RETRY_MS = 2_000
const MINUTE_MS = 60_000

/** Tries at codes that wait, a minute, from all addresses together. Tries at other codes cost nothing of this. */
const DERIVATIONS_PER_MINUTE = 300

/** The key of their budget, where several servers share it. */
const DERIVATIONS = 'derivations'

/** Reasons for which a try at pairing is refused, as the metrics name them. */
export type PairingRefusal = 'address_limit' | 'unknown_code' | 'wrong_code' | 'line_full' | 'minute_limit'

export interface PairingCounts {
  /** All tries, those from addresses that have tried too often included. */
  tries: number
  refused: Record<PairingRefusal, number>
  /** Slow hashes, of tries and of new codes. */
  derivations: number
  /** Tries that wait for their hash, or whose hash is being made. */
  inLine: number
}

/** Writes an act down in the transaction that carries it out; nobody does where there is none. */
type Audit = (tx: Tx, subject: { id: string; storeId: string }) => Promise<void>

/** The one place where codes are issued and tried. */
export interface Pairing {
  /**
   * Issues a code that pairs one device with a store: twelve digits, good once, for ten minutes; `expiresAt` in
   * milliseconds; with it, the addresses at which other machines reach this server. Rejects with `store_unknown`, and `rate_limited` while too many codes wait to be used.
   */
  issue(storeId: string, audit?: Audit): Promise<PairingCodeGrant>
  /**
   * Trades a pairing code for a device token. Rejects with `pairing_code_invalid`, for any fault of the code, and with
   * `pairing_busy`.
   */
  pair(input: PairDevice, audit?: Audit): Promise<PairedDevice>
  /**
   * Tells whether a code with this selector was issued and may wait; `code` is nine or twelve digits. A try at another
   * code is counted as refused here, and need not come any further. Rejects with `storage_unavailable`.
   */
  knows(code: string): Promise<boolean>
  /** Counts a try that was refused before it came here, because its address has made too many. */
  refusedByAddress(): void
  counts(): PairingCounts
}

/**
 * Makes the pairing of a server. A stranger's guesses must cost the payments nothing: the code is looked up by its
 * selector first, in memory, and only a code that waits is worth the slow hash, one at a time.
 */
export function createPairing(
  ctx: Context,
  derivationsPerMinute = DERIVATIONS_PER_MINUTE,
  addresses: () => string[] = () => [],
): Pairing {
  const oneAtATime = createSemaphore(1)
  const shared = ctx.db.feed && createSharedBudget(ctx, 'pairing all', derivationsPerMinute)
  const issued = createIssuedSelectors(ctx.db.read, ctx.db.feed !== undefined)
  const refused = { address_limit: 0, unknown_code: 0, wrong_code: 0, line_full: 0, minute_limit: 0 }
  let tries = 0
  let derivations = 0
  let inLine = 0
  let minute = { began: Number.NEGATIVE_INFINITY, derivations: 0 }

  function hash(code: Parameters<typeof hashCode>[0]): Promise<string> {
    return oneAtATime(() => {
      derivations++
      return hashCode(code)
    })
  }

  /** Lets a try at a waiting code into the line. Throws `pairing_busy`. */
  function enterLine(): void {
    const now = ctx.clock.elapsed()
    if (now - minute.began >= MINUTE_MS) minute = { began: now, derivations: 0 }
    if (inLine > MAX_IN_LINE) {
      refused.line_full++
      throw appError('pairing_busy', { retryMs: BUSY_RETRY_MS })
    }
    if (minute.derivations >= derivationsPerMinute) {
      refused.minute_limit++
      throw appError('pairing_busy', { retryMs: minute.began + MINUTE_MS - now })
    }
    minute.derivations++
    inLine++
  }

  /**
   * Spends a derivation of those that all servers of the database have together. Rejects with `pairing_busy`, and then the
   * try has left the line.
   */
  async function spendDerivation(): Promise<void> {
    if (shared === undefined) return
    try {
      const retryMs = await shared.take(DERIVATIONS)
      if (retryMs === undefined) return
      refused.minute_limit++
      throw appError('pairing_busy', { retryMs })
    } catch (error) {
      inLine--
      throw error
    }
  }

  async function issue(storeId: string, audit?: Audit): Promise<PairingCodeGrant> {
    const secret = ctx.random.digits(SECRET_DIGITS)
    for (let drawn = 0; drawn < MAX_SELECTORS_DRAWN; drawn++) {
      const selector = ctx.random.digits(SELECTOR_DIGITS)
      const code = { selector, hash: await hash({ selector, secret }), storeId }
      const now = ctx.clock.now()
      const expiresAt = now + LIFETIME_MS
      const selectors = await ctx.db.write(async (tx) => {
        if (!(await storeCode(tx, { ...code, expiresAt }, now))) return undefined
        await audit?.(tx, { id: storeId, storeId })
        return await readSelectors(tx)
      })
      if (selectors === undefined) continue
      issued.replace(selectors)
      return { code: `${selector.slice(0, 4)}-${selector.slice(4)}-${secret}`, expiresAt, addresses: addresses() }
    }
    throw appError('rate_limited', { detail: 'Too many pairing codes are waiting to be used.', retryMs: LIFETIME_MS })
  }

  async function knows(code: string): Promise<boolean> {
    const known = await issued.has(splitCode(code).selector)
    if (!known) countUnknown()
    return known
  }

  function countUnknown(): void {
    tries++
    refused.unknown_code++
  }

  async function pair(input: PairDevice, audit?: Audit): Promise<PairedDevice> {
    const parts = splitCode(input.code)
    if (!(await knows(input.code))) throw appError('pairing_code_invalid')
    if (!(await isWaiting(ctx.db.read, parts.selector, ctx.clock.now()))) {
      countUnknown()
      throw appError('pairing_code_invalid')
    }
    tries++
    enterLine()
    await spendDerivation()
    const typed = await hash(parts).finally(() => inLine--)
    const paired = await ctx.db.write(async (tx) => {
      const storeId = await claimPairingCode(tx, { selector: parts.selector, hash: typed }, ctx.clock.now())
      if (storeId === undefined) return undefined
      const added = await addDevice(tx, ctx, storeId, input)
      await audit?.(tx, { id: added.deviceId, storeId })
      return added
    })
    if (paired !== undefined) return paired
    refused.wrong_code++
    throw appError('pairing_code_invalid')
  }

  return {
    issue,
    pair,
    knows,
    refusedByAddress() {
      tries++
      refused.address_limit++
    },
    counts: () => ({ tries, refused: { ...refused }, derivations, inLine }),
  }
}

async function addDevice(tx: Tx, ctx: Context, storeId: string, { name, platform }: PairDevice): Promise<PairedDevice> {
  const deviceId = ctx.random.id('dv')
  const token = ctx.random.secret('ldd')
  await tx.run('INSERT INTO devices (id, store_id, name, platform, token_hash, created_at) VALUES (?, ?, ?, ?, ?, ?)', [
    deviceId,
    storeId,
    name,
    platform,
    hashSecret(token),
    ctx.clock.now(),
  ])
  return { deviceId, token, store: toStore(await getStore(tx, storeId)) }
}
