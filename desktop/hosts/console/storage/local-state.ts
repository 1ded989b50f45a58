import * as z from 'zod'
import { readStoreSchema } from '../../../../shared/api/stores.ts'
import type { StateFile } from '../../../core/ports.ts'

/** The state of a browser beside the core's: its pairing with the token, and its looks. */
const localStateSchema = z.object({
  pairing: z
    .object({ token: z.string(), deviceId: z.string(), device: z.string(), store: readStoreSchema })
    .nullable()
    .catch(null),
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  soundChecked: z.boolean().catch(false),
})

export type LocalState = Readonly<z.infer<typeof localStateSchema>>
export type StoredPairing = NonNullable<LocalState['pairing']>

export const EMPTY_STATE: LocalState = localStateSchema.parse({})

/** Reads the file; a field that cannot be read counts as absent. Never rejects. */
export async function readLocalState(file: StateFile): Promise<LocalState> {
  try {
    return localStateSchema.parse(JSON.parse((await file.read()) ?? '{}'))
  } catch {
    return EMPTY_STATE
  }
}
