import { pairingCodeGrantSchema } from '../../shared/api/devices.ts'
import type { LocalKeys } from '../../shared/api/local-keys.ts'
import { PROBLEMS } from '../../shared/problem.ts'
import type { Fetch } from '../core/rest/fetch.ts'
import { createRestClient, type RestResult } from '../core/rest/rest-client.ts'

/** Lets the server of this machine issue a pairing code, with the operator key that it left for its owner. */
export async function issueLocalCode(keys: LocalKeys, fetch: Fetch): Promise<RestResult<string>> {
  const rest = createRestClient({ server: keys.url, token: keys.operatorKey, fetch })
  const path = `/v1/stores/${encodeURIComponent(keys.storeId)}/pairing-codes`
  const granted = await rest.post(path, pairingCodeGrantSchema, {})
  return granted.ok ? { ok: true, value: granted.value.code } : granted
}

/** Puts a refusal by `server` into a sentence for people who read a terminal. */
export function refusalSentence(server: string, { code, detail }: { code: string; detail?: string }): string {
  if (code === 'unreachable') return `${server} does not answer.`
  if (code === 'not_a_server') return `${server} is not a Laidan server.`
  const titles: Readonly<Record<string, { title: string } | undefined>> = PROBLEMS
  return detail ?? titles[code]?.title ?? `${server} answers with ${code}.`
}
