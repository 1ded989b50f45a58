import * as z from 'zod'
import { readStoreSchema } from '../../../../shared/api/stores.ts'
import { loadState } from '../../../core/load-state.ts'
import type { Logger, StateFile } from '../../../core/ports.ts'
import { storedTokenSchema, type TokenSafe } from './stored-token.ts'

const pairingSchema = z.object({
  server: z.string(),
  deviceId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  device: z.string(),
  store: readStoreSchema,
})
const fileSchema = pairingSchema.extend({ token: storedTokenSchema })

/** The server and the store that this device belongs to, and its token. */
export type Pairing = z.infer<typeof pairingSchema> & { token: string }

export interface PairingStore {
  /** `undefined`: not paired, or the token cannot be had now (a locked keyring); the file stays as it is. */
  load(): Promise<Pairing | undefined>
  /** Rejects when the file cannot be written. */
  keep(pairing: Pairing): Promise<void>
  /** Rejects when the file cannot be deleted. */
  forget(): Promise<void>
}

/** Stores the pairing in a file, its token sealed by the system's safe. */
export function createPairingStore(deps: {
  file: StateFile
  /** Deletes that file. */
  remove(): Promise<void>
  safe: TokenSafe
  log: Logger
}): PairingStore {
  return {
    async load() {
      const stored = await loadState(deps.file, fileSchema, deps.log)
      if (stored === undefined) return undefined
      try {
        return { ...stored, token: await deps.safe.unseal(stored.token) }
      } catch (error) {
        deps.log.error('the safe does not give up what it holds; this device has to be paired again', {
          error: String(error),
        })
        return undefined
      }
    },
    async keep(pairing) {
      await deps.file.write(JSON.stringify({ ...pairing, token: await deps.safe.seal(pairing.token) }, null, 2))
    },
    forget: deps.remove,
  }
}
