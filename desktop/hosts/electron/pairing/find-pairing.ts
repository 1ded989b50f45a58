import type { Logger } from '../../../core/ports.ts'
import type { Fetch } from '../../../core/rest/fetch.ts'
import { readLocalKeys } from '../../../node/local-keys.ts'
import { pairLocally } from './pair.ts'
import type { Pairing, PairingStore } from './pairing-store.ts'

/**
 * Finds the pairing of the last run; with `dataDir`, the server of this machine comes first. Rejects only when the
 * pairing cannot be stored.
 */
export async function findPairing(deps: {
  pairings: PairingStore
  dataDir: string | undefined
  /** The device's name in the shop. */
  name: string
  fetch: Fetch
  log: Logger
}): Promise<Pairing | undefined> {
  const known = await deps.pairings.load()
  const keys = deps.dataDir === undefined ? undefined : await readLocalKeys(deps.dataDir)
  const found = keys === undefined ? undefined : await pairLocally(keys, known, deps.name, deps.fetch)
  if (found === undefined) return known
  if (!found.ok) {
    deps.log.error('pairing with the server of this machine failed', { why: found.code })
    return known
  }
  await deps.pairings.keep(found.value)
  return found.value
}
