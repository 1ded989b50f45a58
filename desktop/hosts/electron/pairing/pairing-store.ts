import * as z from 'zod'
import { readStoreSchema } from '../../../../shared/api/stores.ts'
import { loadState } from '../../../core/load-state.ts'
import type { Logger, StateFile } from '../../../core/ports.ts'
import { keptTokenSchema, type TokenSafe } from './kept-token.ts'

const pairingSchema = z.object({
  server: z.string(),
  deviceId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  device: z.string(),
  store: readStoreSchema,
})
const fileSchema = pairingSchema.extend({ token: keptTokenSchema })

/** Which server this device belongs to, and by which token. */
export type Pairing = z.infer<typeof pairingSchema> & { token: string }

export interface PairingStore {
  /** `undefined`: not paired, or the token cannot be had now (a locked keyring); the file stays as it is. */
  load(): Promise<Pairing | undefined>
  keep(pairing: Pairing): Promise<void>
  forget(): Promise<void>
}

export function createPairingStore(deps: {
  file: StateFile
  /** Deletes that file. */
  remove(): Promise<void>
  safe: TokenSafe
  log: Logger
}): PairingStore {
  return {
    async load() {
      const kept = await loadState(deps.file, fileSchema, deps.log)
      if (kept === undefined) return undefined
      try {
        return { ...kept, token: await deps.safe.unseal(kept.token) }
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
