import type { ShopToday } from '../../../shared/api/shop-today.ts'
import type { Clock } from '../../../shared/clock.ts'
import type { Phrases } from '../../../shared/phrases/phrases.ts'
import { LEVEL } from '../../../shared/reminder.ts'
import { minuteOfDay } from '../../../shared/store-time.ts'
import type { Random } from '../ports.ts'
import type { DeviceMessage } from './device-messages.ts'
import type { PolicySettings } from './volume-policy.ts'

const LOOK_MS = 15_000
/** Time after an hour, or an opening, over which devices spread their questions, milliseconds. */
const SPREAD_MS = 30_000

/** Speaks where no order makes a device speak: that it is still there, and at an opening that nobody has heard it. */
export interface EveningVoice {
  /** Whether the shop is open, and none of its devices has rung since yesterday, as far as this device knows. */
  notHeard(): boolean
  /** This device has spoken of an order. */
  heard(): void
  stop(): void
}

/**
 * Asks at each hour of the store's clocks, and when the shop opens or closes, how the shop's day is, and speaks of it:
 * every hour within opening hours that it is still online, where the settings ask for that, and once at an opening that no
 * device of the shop has rung since yesterday. Neither is said out of sync, nor made up for later.
 */
export function createEveningVoice(deps: {
  clock: Clock
  random: Random
  phrases(): Phrases
  settings(): PolicySettings
  /** The server's wall clock, milliseconds. */
  serverNow(): number
  inSync(): boolean
  /** Reads how the shop's day is; `undefined`: it is not known. Never rejects. Absent: nobody asks. */
  ask?: (() => Promise<ShopToday | undefined>) | undefined
  say(message: DeviceMessage): unknown
  changed(): void
}): EveningVoice {
  const { clock, ask } = deps
  let hour: number | undefined
  /** Monotonic time of the next question, and whether an hour has begun since the last one. */
  let askAt = 0
  let hourly = false
  let asking = false
  let stopped = false
  let known: ShopToday | undefined
  let silentSince: number | null = null
  const cancel = ask === undefined ? () => {} : clock.every(LOOK_MS, look)

  function look(): void {
    const { storeClock } = deps.settings()
    const now = Math.floor(minuteOfDay(deps.serverNow(), storeClock?.timeZone) / 60)
    const struck = hour !== undefined && hour !== now
    hour = now
    if (!deps.inSync()) {
      hourly = false
      return
    }
    if (struck) {
      hourly = true
      askAt = clock.elapsed() + deps.random.next() * SPREAD_MS
    }
    const turned = known !== undefined && known.changesAt !== null && deps.serverNow() >= known.changesAt
    if ((hourly || turned || known === undefined) && !asking && clock.elapsed() >= askAt) void learn()
  }

  async function learn(): Promise<void> {
    const ofHour = hourly
    hourly = false
    asking = true
    const shop = await ask?.()
    asking = false
    if (stopped) return
    // What was not answered is asked again with the next hour: an older server never answers it.
    askAt = shop === undefined ? Number.POSITIVE_INFINITY : 0
    if (shop === undefined) return
    const opens = shop.open && known?.open !== true
    known = shop
    silentSince = shop.hours && shop.open ? shop.silentSince : null
    deps.changed()
    const phrases = deps.phrases()
    if (opens && notHeard()) deps.say({ kind: 'not_heard', text: phrases.notHeard(), level: LEVEL.normal })
    else if (ofHour && shop.open && deps.settings().stillOnline)
      deps.say({ kind: 'still_online', text: phrases.stillOnline(shop.paid), level: LEVEL.normal })
  }

  function notHeard(): boolean {
    return silentSince !== null && (deps.settings().checkedAt ?? 0) < silentSince
  }

  return {
    notHeard,
    heard() {
      silentSince = null
    },
    stop() {
      stopped = true
      cancel()
    },
  }
}
