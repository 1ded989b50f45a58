import type { Store } from '../../../shared/api/stores.ts'
import type { StateFile } from '../ports.ts'

/** The pairing of a device: its server, its store and its token. */
export interface DevicePairing {
  /** The address, `https://shop.example` or `https://shop.example/bell`, without a slash at its end. */
  server: string
  deviceId: string
  token: string
  store: Store
}

/** The files of a device at its host. */
export interface DeviceFiles<P> {
  settings: StateFile
  /** The files of one pairing, for the bell alone. */
  of(pairing: P): { inbox: StateFile; answers: StateFile; printing?: StateFile }
  /** Names the owner of those files: pairings with the same owner share them. */
  ownerOf(pairing: P): string
  /**
   * Deletes the files of one pairing: texts of customers do not outlive it. Rejects when the host cannot delete them.
   */
  erase(pairing: P): Promise<void>
}
