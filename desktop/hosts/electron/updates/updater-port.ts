/** A version that the feed offers to this device. */
export interface Offer {
  version: string
  /** What is new, as the manifest tells it. */
  notes: string
}

/** What the policy needs of whatever fetches and installs. Its promises reject with an `UpdateError`. */
export interface UpdaterPort {
  /** Installing needs nobody's consent; a package that the system installs asks for a password. */
  readonly alone: boolean
  /** It can be installed while the app ends, without being started again. */
  readonly whenQuitting: boolean
  /**
   * The version that the feed at `url` (it ends in `/`) offers: newer than this one, signed by a key of this app, and
   * meant for this device (staged roll-out). `undefined` when there is none.
   */
  check(url: string): Promise<Offer | undefined>
  /** Fetches what the last `check` found. */
  download(): Promise<void>
  /** Whether what was fetched is still, byte for byte, what the signed manifest names. */
  intact(): Promise<boolean>
  /** Installs what was fetched, and ends the app; with `restart` it comes back, the old one when the new one could not. */
  install(how: { restart: boolean }): void
}
