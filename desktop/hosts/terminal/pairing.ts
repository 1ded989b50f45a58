import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { readStoreSchema } from '../../../shared/api/stores.ts'
import type { Locale } from '../../../shared/locales.ts'
import { ownEntry } from '../../../shared/own-entry.ts'
import { serverAddress } from '../../../shared/server-address.ts'
import type { StateFile } from '../../core/ports.ts'
import { pairDevice } from '../../core/rest/device-api.ts'
import type { Fetch } from '../../core/rest/fetch.ts'
import { createRestClient, type RestResult } from '../../core/rest/rest-client.ts'
import { readLocalKeys } from '../../node/local-keys.ts'
import { issueLocalCode, refusalSentence } from '../../node/pairing.ts'
import { createStateFile } from '../../node/state-file.ts'
import type { Options } from './options.ts'
import { StartFault } from './start-messages.ts'

const pairingSchema = z.object({
  server: z.url().transform((url) => serverAddress(new URL(url))),
  deviceId: z.string(),
  token: z.string(),
  store: readStoreSchema,
})

/** The server and the store that this device belongs to, and its token. */
export type Pairing = z.infer<typeof pairingSchema>

/**
 * Finds the pairing of this device: the one it has, unless another server or a new code is asked for; else a new one,
 * by the code given, or by itself with the server of this machine. Throws a {@link StartFault}.
 */
export async function findPairing(options: Options, fetch: Fetch): Promise<Pairing> {
  await mkdir(options.stateDir, { recursive: true, mode: 0o700 })
  const file = pairingFile(options)
  const known = await readPairing(file)
  const local = await readLocalKeys(options.dataDir)
  const server = options.server ?? local?.url ?? known?.server
  if (server === undefined) {
    throw new StartFault((words) => words.noServer)
  }
  const sameStore = options.server !== undefined || local === undefined || known?.store.id === local.storeId
  if (known?.server === server && sameStore && options.code === undefined) return known
  if (known !== undefined && options.server === undefined && sameStore && options.code === undefined) {
    // The local server came back on another port.
    return await keep(file, { ...known, server })
  }
  const code =
    options.code ?? (local?.url === server ? accepted(server, await issueLocalCode(local, fetch)) : undefined)
  if (code === undefined) throw new StartFault((words) => words.wantsCode(server))
  const device = { code, name: options.name, platform: `terminal ${process.platform}` }
  const paired = accepted(server, await pairDevice(createRestClient({ server, fetch }), device))
  return await keep(file, { server, ...paired })
}

/** The value of a call that was accepted. Throws a {@link StartFault} when it was refused. */
function accepted<T>(server: string, result: RestResult<T>): T {
  if (result.ok) return result.value
  const { code } = result
  throw new StartFault((words) => {
    if (code === 'unreachable') return words.unreachable(server)
    if (code === 'not_a_server') return words.notAServer(server)
    return ownEntry(words.refused, code) ?? refusalSentence(server, result)
  })
}

/**
 * Puts a pairing aside that the server does not accept any more; the next start asks for a new one. Rejects when the
 * file cannot be renamed.
 */
export async function discardPairing(options: Options): Promise<void> {
  await pairingFile(options).quarantine()
}

function pairingFile(options: Options): StateFile {
  return createStateFile(join(options.stateDir, 'pairing.json'))
}

async function keep(file: StateFile, pairing: Pairing): Promise<Pairing> {
  await file.write(JSON.stringify(pairing, null, 2))
  return pairing
}

/** Reads the language of the store that a folder is paired with; `undefined`: with none. */
export async function pairedLocale(stateDir: string): Promise<Locale | undefined> {
  return (await readPairing(createStateFile(join(stateDir, 'pairing.json'))))?.store.locale
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
