import { ownEntry } from './own-entry.ts'

/**
 * The time zones of a store. Its devices are browsers of the last five years, whose zones are those of their release; the
 * server may know more, or, moved to another machine, fewer.
 */

/**
 * The names that the IANA has given since the autumn of 2021 (tzdata 2021b to 2025c, data.iana.org/time-zones/tzdb/NEWS), in
 * lower case. `is`: the zone is an old one, under its old name. `like`: the zone is new; an old one keeps the same time now.
 */
const YOUNG_NAMES: Readonly<Record<string, { is: string } | { like: string }>> = {
  'pacific/kanton': { is: 'Pacific/Enderbury' },
  'europe/kyiv': { is: 'Europe/Kiev' },
  'america/ciudad_juarez': { like: 'America/Denver' },
  'america/coyhaique': { like: 'America/Punta_Arenas' },
}

/** Names of three letters that are the IANA's. V8 takes more, which other browsers do not know, and some mean two zones. */
const SHORT_NAMES = /^(UTC|GMT|UCT|CET|EET|MET|WET|EST|MST|HST|PRC|ROC|ROK)$/i
/** Names that V8 alone takes: abbreviations, the zones of System V, and, since 2023, differences to UTC such as `+08:00`. */
const V8_ALONE = /^([A-Z]{3}|SystemV\/.*|[+-].*)$/i

/** Tells whether this host's Intl has the time zone; never throws. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat(undefined, { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** Returns the zone under the name by which browsers of the last five years know it. */
export function olderZoneName(zone: string): string {
  const young = ownEntry(YOUNG_NAMES, zone.toLowerCase())
  return young !== undefined && 'is' in young ? young.is : zone
}

/** Says why a store must not have this zone; `undefined`: it may. */
export function zoneFault(zone: string): string | undefined {
  const young = ownEntry(YOUNG_NAMES, zone.toLowerCase())
  if (young !== undefined && 'like' in young)
    return `browsers of the last five years do not all know ${zone}; ${young.like} keeps the same time`
  const known = isTimeZone(zone) && (SHORT_NAMES.test(zone) || !V8_ALONE.test(zone))
  return known ? undefined : 'must be an IANA time zone, such as Asia/Shanghai'
}

/**
 * Returns the zone to reckon a store's days in on this host: UTC where it is unknown, as after a move to an older machine.
 * An order without a date of its zone is better than none.
 */
export function usableZone(zone: string): string {
  return isTimeZone(zone) ? zone : 'UTC'
}
