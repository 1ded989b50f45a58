import type { LocalKeys } from '../../../../shared/api/local-keys.ts'
import { serverAddress } from '../../../../shared/server-address.ts'
import { cutUnits } from '../../../../shared/text.ts'
import { pairDevice } from '../../../core/rest/device-api.ts'
import type { Fetch } from '../../../core/rest/fetch.ts'
import { createRestClient } from '../../../core/rest/rest-client.ts'
import { issueLocalCode } from '../../../node/pairing.ts'
import type { Result } from '../../../ui/bridge.ts'
import type { Pairing } from './pairing-store.ts'

/**
 * Pairs with a server by a code. Never rejects; `code` is one of shared/problem.ts, of the REST client, or
 * `server_invalid`: no address that begins with http:// or https://.
 */
export async function pair(
  input: { server: string; code: string; name: string },
  fetch: Fetch,
): Promise<Result<Pairing>> {
  const url = URL.canParse(input.server) ? new URL(input.server) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) return { ok: false, code: 'server_invalid' }
  const device = cutUnits(input.name.trim(), 60) || 'desktop'
  const pairAt = async (server: string): Promise<Result<Pairing>> => {
    const rest = createRestClient({ server, fetch })
    const paired = await pairDevice(rest, { code: input.code, name: device, platform: `electron ${process.platform}` })
    return paired.ok ? { ok: true, value: { server, device, ...paired.value } } : paired
  }
  const server = serverAddress(url)
  const first = await pairAt(server)
  // The address of a page that somebody has pasted leads to a server at the root of its site.
  return first.ok || server === url.origin || !NOT_THERE.test(first.code) ? first : await pairAt(url.origin)
}

/** The refusals of an address at which no server of ours stands. */
const NOT_THERE = /^(route_unknown|not_a_server|http_4\d\d)$/

/**
 * Pairs with the server of this machine, by the keys that it left for its owner: nothing when this device is paired
 * with that store already, else a new pairing. A server that came back on another port keeps its pairing. Never
 * rejects.
 */
export async function pairLocally(
  keys: LocalKeys,
  known: Pairing | undefined,
  name: string,
  fetch: Fetch,
): Promise<Result<Pairing> | undefined> {
  if (known?.store.id === keys.storeId) {
    return known.server === keys.url ? undefined : { ok: true, value: { ...known, server: keys.url } }
  }
  const issued = await issueLocalCode(keys, fetch)
  return issued.ok ? await pair({ server: keys.url, code: issued.value, name }, fetch) : issued
}
