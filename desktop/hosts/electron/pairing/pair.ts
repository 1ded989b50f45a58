import * as z from 'zod'
import type { LocalKeys } from '../../../../shared/api/local-keys.ts'
import { issueLocalCode, PairingError, pairWithCode } from '../../../node/pairing.ts'
import type { Result } from '../../../ui/bridge.ts'
import type { Pairing } from './pairing-store.ts'

/** Pairs with a server by a code. Never rejects; `code` is one of shared/problem.ts, `unreachable` or `server_invalid`. */
export async function pair(input: { server: string; code: string; name: string }): Promise<Result<Pairing>> {
  const url = URL.canParse(input.server) ? new URL(input.server) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) return { ok: false, code: 'server_invalid' }
  const server = url.origin
  const device = input.name.trim().slice(0, 60) || 'desktop'
  try {
    const paired = await pairWithCode(server, input.code, { name: device, platform: `electron ${process.platform}` })
    return { ok: true, value: { server, device, ...paired } }
  } catch (error) {
    if (error instanceof PairingError) return { ok: false, code: error.code, detail: error.message }
    if (error instanceof z.ZodError) return { ok: false, code: 'not_a_server' }
    throw error
  }
}

/**
 * Pairs with the server of this machine, by the keys that it left for its owner: nothing when we are paired with that
 * store already, else a new pairing. A server that came back on another port keeps its pairing.
 */
export async function pairLocally(
  keys: LocalKeys,
  known: Pairing | undefined,
  name: string,
): Promise<Result<Pairing> | undefined> {
  if (known?.store.id === keys.storeId) {
    return known.server === keys.url ? undefined : { ok: true, value: { ...known, server: keys.url } }
  }
  try {
    return await pair({ server: keys.url, code: await issueLocalCode(keys), name })
  } catch (error) {
    if (error instanceof PairingError) return { ok: false, code: error.code, detail: error.message }
    throw error
  }
}
