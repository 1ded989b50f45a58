import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { readStoreSchema } from '../../../shared/api/stores.ts'
import type { StateFile } from '../../core/ports.ts'
import { readLocalKeys } from '../../node/local-keys.ts'
import { issueLocalCode, pairWithCode } from '../../node/pairing.ts'
import { createStateFile } from '../../node/state-file.ts'
import type { Options } from './options.ts'

const pairingSchema = z.object({ server: z.string(), deviceId: z.string(), token: z.string(), store: readStoreSchema })

/** Which server this device belongs to, and by which token. */
export type Pairing = z.infer<typeof pairingSchema>

/**
 * The pairing of this device: the one it has, unless another server or a new code is asked for; else a new one, by
 * the code given, or by itself with the server of this machine. Throws an Error with a sentence for people.
 */
export async function findPairing(options: Options): Promise<Pairing> {
  await mkdir(options.stateDir, { recursive: true, mode: 0o700 })
  const file = pairingFile(options)
  const known = await readPairing(file)
  const local = await readLocalKeys(options.dataDir)
  const server = options.server ?? local?.url ?? known?.server
  if (server === undefined) {
    throw new Error('No server found. Start one here with `npm start`, or name one: --server URL --code CODE')
  }
  const sameStore = options.server !== undefined || local === undefined || known?.store.id === local.storeId
  if (known?.server === server && sameStore && options.code === undefined) return known
  if (known !== undefined && options.server === undefined && sameStore && options.code === undefined) {
    // The local server came back on another port.
    return await keep(file, { ...known, server })
  }
  const code = options.code ?? (local?.url === server ? await issueLocalCode(local) : undefined)
  if (code === undefined) throw new Error(`${server} wants a pairing code: --code 123-456-789 (the operator issues it)`)
  const paired = await pairWithCode(server, code, { name: options.name, platform: `terminal ${process.platform}` })
  return await keep(file, { server, ...paired })
}

/** The server does not accept this pairing any more: it is put aside, and the next start asks for a new one. */
export async function forgetPairing(options: Options): Promise<void> {
  await pairingFile(options).quarantine()
}

function pairingFile(options: Options): StateFile {
  return createStateFile(join(options.stateDir, 'pairing.json'))
}

async function keep(file: StateFile, pairing: Pairing): Promise<Pairing> {
  await file.write(JSON.stringify(pairing, null, 2))
  return pairing
}

async function readPairing(file: StateFile): Promise<Pairing | undefined> {
  const text = await file.read()
  if (text === null) return undefined
  try {
    return pairingSchema.parse(JSON.parse(text))
  } catch {
    await file.quarantine()
    return undefined
  }
}
