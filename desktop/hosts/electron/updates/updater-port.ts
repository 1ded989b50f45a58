import type { ManifestDates } from '../../../node/updates/manifest-dates.ts'

/** A version that the feed offers to this device. */
export interface Offer {
  version: string
  /** The release notes, as the manifest has them. */
  notes: string
}

/** The answer of a feed that offers versions at all. */
export interface Looked {
  /** The dates of its manifest. */
  dates: ManifestDates
  /** `undefined`: nothing newer for this device. */
  offer: Offer | undefined
}

/** The port that fetches and installs updates. Its promises reject with an `UpdateError`. */
export interface UpdaterPort {
  /** Installing needs nobody's consent; a package that the system installs asks for a password. */
  readonly alone: boolean
  /** An update can be installed while the app ends, without starting it again. */
  readonly whenQuitting: boolean
  /**
   * The version that the feed at `url` (it ends in `/`) offers: newer than this one, signed by a key of this app, and
   * meant for this device (staged roll-out). `undefined` when the feed has no manifest. `newest` are the dates of the
   * newest manifest that this device has followed: an older one is refused.
   */
  check(url: string, newest: ManifestDates | null): Promise<Looked | undefined>
  /** Fetches the version that the last `check` found. */
  download(): Promise<void>
  /** Whether the fetched file is still, byte for byte, the one that the signed manifest names. */
  intact(): Promise<boolean>
  /**
   * Installs the fetched version, and ends the app; with `restart` it comes back, the old one when the new one could
   * not.
   */
  install(how: { restart: boolean }): void
}
