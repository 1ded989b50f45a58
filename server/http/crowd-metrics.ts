import { Counter, Gauge, type Registry } from 'prom-client'
import type { PairingCounts } from '../devices/pairing.ts'
import type { PlaceCounts } from '../sockets/places.ts'

/** The counts of what strangers can do many times: guess at pairing codes, and open sockets. */
export interface Crowd {
  pairing(): PairingCounts
  places(): PlaceCounts
}

/** Adds the metrics of a crowd of strangers; each is read when it is asked for. */
export function countCrowd(registers: Registry[], { pairing, places }: Crowd): void {
  counter('laidan_pairing_tries_total', 'Tries at pairing codes.', () => pairing().tries)
  counter(
    'laidan_pairing_derivations_total',
    'Slow hashes of pairing codes: of new ones, and of tries at codes that wait.',
    () => {
      return pairing().derivations
    },
  )
  new Counter({
    name: 'laidan_pairing_refused_total',
    help: 'Tries at pairing codes that were refused, by reason.',
    labelNames: ['reason'],
    registers,
    collect() {
      this.reset()
      for (const [reason, count] of Object.entries(pairing().refused)) this.inc({ reason }, count)
    },
  })
  gauge('laidan_pairing_in_line', 'Tries that wait for their slow hash.', () => pairing().inLine)
  gauge('laidan_connections_silent', 'Sockets that have said no hello, or are being closed.', () => places().silent)
  new Counter({
    name: 'laidan_connections_turned_away_total',
    help: 'Sockets refused because every place has a device, or cut while silent: to make room, or for being too many.',
    labelNames: ['reason'],
    registers,
    collect() {
      const { refused, cutForRoom, cutForShare } = places()
      this.reset()
      this.inc({ reason: 'full' }, refused)
      this.inc({ reason: 'room' }, cutForRoom)
      this.inc({ reason: 'share' }, cutForShare)
    },
  })

  function counter(name: string, help: string, read: () => number): void {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset()
        this.inc(read())
      },
    })
  }

  function gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  }
}
