import type * as z from 'zod'
import type { Logger, StateFile } from './ports.ts'

/**
 * Loads a state from `file` through `schema`; `undefined` when there is none that can be read. A file that does not
 * parse is put aside (`quarantine`), never overwritten. Never rejects: a device without its files still has to ring.
 */
export async function loadState<T>(file: StateFile, schema: z.ZodType<T>, log: Logger): Promise<T | undefined> {
  let text: string | null
  try {
    text = await file.read()
  } catch (error) {
    log.error('the state could not be read', { error: String(error) })
    return undefined
  }
  if (text === null) return undefined
  const parsed = parse(text, schema)
  if (parsed !== undefined) return parsed
  log.error('the state is corrupt and is put aside')
  try {
    await file.quarantine()
  } catch (error) {
    log.error('the corrupt state could not be put aside', { error: String(error) })
  }
  return undefined
}

function parse<T>(text: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
