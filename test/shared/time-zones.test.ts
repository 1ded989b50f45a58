import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { createStoreSchema } from '../../shared/api/stores.ts'
import { isTimeZone, olderZoneName, usableZone, zoneFault } from '../../shared/time-zones.ts'

/** The zones that ICU had before tzdata 2021b, by area. */
const OLD = JSON.parse(readFileSync(new URL('../fixtures/zones-of-2021.json', import.meta.url), 'utf8')) as Record<
  string,
  string[]
>
const zoneOf = (timezone: string) => createStoreSchema.safeParse({ name: '店', timezone })

it('every zone of 2021 is taken as it is', () => {
  const zones = Object.entries(OLD).flatMap(([area, names]) =>
    names.map((name) => (area === '' ? name : `${area}/${name}`)),
  )
  expect(zones.length).toBeGreaterThan(400)
  for (const zone of [...zones, 'Asia/Kolkata', 'PRC', 'UTC', 'Etc/GMT-8', 'EST5EDT', 'asia/shanghai'])
    expect(zoneOf(zone).data?.timezone, zone).toBe(zone)
})

it('a zone that this Node knows is one of 2021, or stands in the list of younger ones', () => {
  const known = new Set(Object.entries(OLD).flatMap(([area, names]) => names.map((name) => `${area}/${name}`)))
  const younger = Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/') && !known.has(zone))
  // A newer Node brings new zones: each wants its line in shared/time-zones.ts.
  for (const zone of younger) expect(zoneFault(zone) ?? olderZoneName(zone), zone).not.toBe(zone)
})

it('a young name of an old zone becomes the old name, which every device knows', () => {
  expect(zoneOf('Europe/Kyiv').data?.timezone).toBe('Europe/Kiev')
  expect(zoneOf('pacific/KANTON').data?.timezone).toBe('Pacific/Enderbury')
})

it('a zone that not every device knows is refused, with one that keeps the same time', () => {
  for (const [zone, like] of [
    ['America/Ciudad_Juarez', 'America/Denver'],
    ['America/Coyhaique', 'America/Punta_Arenas'],
  ] as const) {
    expect(zoneOf(zone).error?.issues).toMatchObject([{ path: ['timezone'], message: expect.stringContaining(like) }])
    expect(zoneFault(like)).toBeUndefined()
    if (!isTimeZone(zone)) continue
    for (const at of [Date.UTC(2026, 0, 1), Date.UTC(2026, 6, 1)]) {
      const [here, there] = [zone, like].map((timeZone) => new Date(at).toLocaleString('sv-SE', { timeZone }))
      expect(here, zone).toBe(there)
    }
  }
})

it.each(['', 'Mars/Olympus', '+08:00', '-05:00', 'IST', 'CST', 'ACT', 'SystemV/EST5', 'Asia/Shanghai '])(
  '%j is refused: other browsers do not know it, or nobody does',
  (zone) => expect(zoneOf(zone).success).toBe(false),
)

it('a host reckons an unknown zone in UTC, and fails at none', () => {
  expect(['Asia/Shanghai', 'Mars/Olympus'].map(usableZone)).toEqual(['Asia/Shanghai', 'UTC'])
})

it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'Constructor'])(
  'the zone %s, a name that every object has, is none, and stays a text',
  (zone) => {
    expect(olderZoneName(zone)).toBe(zone)
    expect(zoneFault(zone)).toBe('must be an IANA time zone, such as Asia/Shanghai')
  },
)
