import { RandomSet } from '../lib/random-set.ts'

/** Networks that are remembered; beyond that the one whose last hello is the oldest is forgotten. */
const MOST_KNOWN = 10_000
/** The rank of a known network that has no more than its share: it is drawn last. */
const LAST = 0

/** A socket without a hello, by the network that it comes from: an address, or an IPv6 /64. */
export interface Silent {
  readonly address: string
}

/**
 * The silent sockets by their networks, and the networks from which right hellos came. Draws the one that has to make
 * room: of the network with most of them; at random where several have as many, and among those of one network, so that
 * a slow hello among strangers has luck at some try, however fast they come. Known networks within their share are
 * drawn when there is nobody else.
 */
export class SilentNetworks<T extends Silent> {
  /** Most silent sockets of a known network that are spared. */
  readonly #share: number
  readonly #below: (n: number) => number
  readonly #sockets = new Map<string, RandomSet<T>>()
  /** The networks by rank: how many silent sockets each has, or {@link LAST}. */
  readonly #ranks: RandomSet<string>[] = []
  readonly #rankOf = new Map<string, number>()
  /** No rank above it has a network. */
  #top = 0
  /** The oldest hello first. */
  readonly #known = new Set<string>()

  /** @param below draws a whole number from 0 to n - 1 */
  constructor(share: number, below: (n: number) => number) {
    this.#share = share
    this.#below = below
  }

  add(socket: T): void {
    const { address } = socket
    const own = this.#sockets.get(address) ?? new RandomSet<T>()
    own.add(socket)
    this.#sockets.set(address, own)
    this.#rank(address)
  }

  delete(socket: T): void {
    const { address } = socket
    const own = this.#sockets.get(address)
    if (own === undefined || !own.delete(socket)) return
    if (own.size === 0) this.#sockets.delete(address)
    this.#rank(address)
  }

  /** Remembers a network from which a right hello came. */
  remember(address: string): void {
    this.#known.delete(address)
    this.#known.add(address)
    this.#rank(address)
    if (this.#known.size <= MOST_KNOWN) return
    const [oldest = address] = this.#known
    this.#known.delete(oldest)
    this.#rank(oldest)
  }

  /** Tells whether the network is known and has no more silent sockets than its share. */
  isSpared(address: string): boolean {
    return this.#known.has(address) && (this.#sockets.get(address)?.size ?? 0) <= this.#share
  }

  /** Draws the socket that makes room for one from `address`: of that network itself when its share is full. */
  draw(address: string): T | undefined {
    const own = this.#sockets.get(address)
    if (own !== undefined && own.size >= this.#share) return own.pick(this.#below)
    while (this.#top > 0 && !this.#ranks[this.#top]?.size) this.#top--
    const network = this.#ranks[this.#top]?.pick(this.#below)
    return network === undefined ? undefined : this.#sockets.get(network)?.pick(this.#below)
  }

  #rank(address: string): void {
    const before = this.#rankOf.get(address)
    const size = this.#sockets.get(address)?.size ?? 0
    const rank = size === 0 ? undefined : this.isSpared(address) ? LAST : size
    if (rank === before) return
    if (before !== undefined) this.#ranks[before]?.delete(address)
    if (rank === undefined) this.#rankOf.delete(address)
    else {
      this.#rankOf.set(address, rank)
      while (this.#ranks.length <= rank) this.#ranks.push(new RandomSet())
      this.#ranks[rank]?.add(address)
      this.#top = Math.max(this.#top, rank)
    }
  }
}
