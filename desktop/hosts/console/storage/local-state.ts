import * as z from 'zod'
import { readStoreSchema } from '../../../../shared/api/stores.ts'
import type { StateFile } from '../../../core/ports.ts'

/** Which store this browser belongs to, and by which token; and what the core does not keep itself. */
const memorySchema = z.object({
  pairing: z
    .object({ token: z.string(), deviceId: z.string(), device: z.string(), store: readStoreSchema })
    .nullable()
    .catch(null),
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  soundChecked: z.boolean().catch(false),
})

export type Memory = Readonly<z.infer<typeof memorySchema>>
export type StoredPairing = NonNullable<Memory['pairing']>

export const NOTHING_REMEMBERED: Memory = memorySchema.parse({})

/** What the file holds; what cannot be read counts as nothing. */
export async function readMemory(file: StateFile): Promise<Memory> {
  try {
    return memorySchema.parse(JSON.parse((await file.read()) ?? '{}'))
  } catch {
    return NOTHING_REMEMBERED
  }
}
