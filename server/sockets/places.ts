import { SilentNetworks } from './silent-networks.ts'

/** Milliseconds for which a socket without a hello keeps its place however many there are: a hello takes a round trip. */
const GRACE_MS = 1_000
/** Without a setting: a tenth of all places for sockets without a hello, and a quarter of these for one address. */
const SILENT_SHARE = 0.1
const LEAST_SILENT = 16
const ADDRESS_SHARE = 0.25
const LEAST_PER_ADDRESS = 8

export interface PlaceLimits {
  /** Most sockets at once. */
  most: number
  /** Most sockets that have said no hello for {@link GRACE_MS}. */
  silent: number
  /** Most of these from one address. */
  silentPerAddress: number
}

export interface PlaceCounts {
  taken: number
  silent: number
  /** Upgrades refused, because every place has a device. */
  refused: number
  /** Silent sockets that made room for another one. */
  cutForRoom: number
  /** Silent sockets that were too many after {@link GRACE_MS}, of all or of their address. */
  cutForShare: number
}

/** Fills the limits in that no setting names. */
export function placeLimits(most: number, silent?: number, silentPerAddress?: number): PlaceLimits {
  const all = silent ?? Math.max(LEAST_SILENT, Math.ceil(most * SILENT_SHARE))
  return {
    most,
    silent: all,
    silentPerAddress: silentPerAddress ?? Math.max(LEAST_PER_ADDRESS, Math.ceil(all * ADDRESS_SHARE)),
  }
}

/** One socket's place. A class, as all that exists once for each of ten thousand connections. */
export class Place {
  readonly address: string
  /** Time since which it has been silent, milliseconds. */
  since: number
  readonly #places: Places
  #holder: { cut(): void } | undefined

  constructor(places: Places, address: string, since: number) {
    this.#places = places
    this.address = address
    this.since = since
  }

  /** Names the holder of the place, which is cut when the place is needed. */
  belongTo(holder: { cut(): void }): void {
    this.#holder = holder
  }

  /** Keeps the place: the socket has said hello, and is a device's as long as nothing speaks against that. */
  keep(): void {
    this.#places.keep(this)
  }

  /** Remembers the network: the hello was a device's. */
  prove(): void {
    this.#places.prove(this)
  }

  /** Makes the place one of the silent again: its socket is being closed, and its peer may take its time. */
  yield(now: number): void {
    this.#places.yield(this, now)
  }

  /** Gives the place back: its socket is gone. */
  leave(): void {
    this.#places.leave(this)
  }

  /** Ends the socket at once. */
  cut(): void {
    this.#holder?.cut()
  }
}

/**
 * The places of all sockets. A socket without a hello has its place only until somebody else needs it, so that strangers
 * are the ones who go: {@link SilentNetworks} draws who makes room, and spares the networks of devices that were here
 * lately. Memory, and the time in which a slow hello may still arrive, are kept by {@link check}.
 */
export class Places {
  readonly limits: PlaceLimits
  readonly #taken = new Set<Place>()
  /** Oldest first. */
  readonly #silent = new Set<Place>()
  readonly #networks: SilentNetworks<Place>
  #refused = 0
  #cutForRoom = 0
  #cutForShare = 0

  /** @param below draws a whole number from 0 to n - 1 */
  constructor(limits: PlaceLimits, below: (n: number) => number) {
    this.limits = limits
    this.#networks = new SilentNetworks(limits.silentPerAddress, below)
  }

  /** Takes a place at `now`, in milliseconds; `undefined` when every one belongs to a device. */
  enter(address: string, now: number): Place | undefined {
    if (this.#taken.size >= this.limits.most && !this.#makeRoom(address)) {
      this.#refused++
      return undefined
    }
    const place = new Place(this, address, now)
    this.#taken.add(place)
    this.#addSilent(place)
    return place
  }

  keep(place: Place): void {
    this.#removeSilent(place)
  }

  prove(place: Place): void {
    this.#networks.remember(place.address)
  }

  yield(place: Place, now: number): void {
    if (!this.#taken.has(place) || this.#silent.has(place)) return
    place.since = now
    this.#addSilent(place)
  }

  leave(place: Place): void {
    this.#taken.delete(place)
    this.#removeSilent(place)
  }

  /**
   * Cuts the silent sockets that are older than {@link GRACE_MS} and too many: the oldest first, those of known networks
   * last. To be called once a second.
   */
  check(now: number): void {
    const overdue: Place[] = []
    const ofAddress = new Map<string, number>()
    for (const place of this.#silent) {
      if (now - place.since < GRACE_MS) break
      overdue.push(place)
      ofAddress.set(place.address, (ofAddress.get(place.address) ?? 0) + 1)
    }
    let left = overdue.length
    const [strangers, spared] = [[] as Place[], [] as Place[]]
    for (const place of overdue) (this.#networks.isSpared(place.address) ? spared : strangers).push(place)
    for (const place of [...strangers, ...spared]) {
      const own = ofAddress.get(place.address) ?? 0
      if (left <= this.limits.silent && own <= this.limits.silentPerAddress) continue
      left--
      ofAddress.set(place.address, own - 1)
      this.#cutForShare++
      this.#cut(place)
    }
  }

  counts(): PlaceCounts {
    return {
      taken: this.#taken.size,
      silent: this.#silent.size,
      refused: this.#refused,
      cutForRoom: this.#cutForRoom,
      cutForShare: this.#cutForShare,
    }
  }

  #makeRoom(address: string): boolean {
    const place = this.#networks.draw(address)
    if (place === undefined) return false
    this.#cutForRoom++
    this.#cut(place)
    return true
  }

  #cut(place: Place): void {
    this.leave(place)
    place.cut()
  }

  #addSilent(place: Place): void {
    this.#silent.add(place)
    this.#networks.add(place)
  }

  #removeSilent(place: Place): void {
    if (this.#silent.delete(place)) this.#networks.delete(place)
  }
}
