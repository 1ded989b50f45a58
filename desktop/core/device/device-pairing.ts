import type { Store } from '../../../shared/api/stores.ts'
import type { StateFile } from '../ports.ts'

/** Which server and store a device belongs to, and by which token. */
export interface DevicePairing {
  /** The origin, `https://shop.example`. */
  server: string
  deviceId: string
  token: string
  store: Store
}

/** Where a host keeps what the core writes. */
export interface DeviceFiles<P> {
  settings: StateFile
  /** The files of one pairing, for the bell alone. */
  of(pairing: P): { inbox: StateFile; answers: StateFile }
  /** Names the owner of those files: pairings with the same owner share them. */
  ownerOf(pairing: P): string
  /** Deletes the files of one pairing: what customers wrote does not outlive it. */
  erase(pairing: P): Promise<void>
}
