import { type PairedDevice, pairingCodeGrantSchema, readPairedDeviceSchema } from '../../shared/api/devices.ts'
import type { LocalKeys } from '../../shared/api/local-keys.ts'
import { problemSchema } from '../../shared/problem.ts'

/** Why pairing did not work, in words for a person; `code` is one of shared/problem.ts or `unreachable`. */
export class PairingError extends Error {
  override name = 'PairingError'
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Trades a pairing code for a device token. Throws {@link PairingError}. */
export async function pairWithCode(
  server: string,
  code: string,
  device: { name: string; platform: string },
): Promise<PairedDevice> {
  return readPairedDeviceSchema.parse(await post(server, '/v1/devices/pair', { code, ...device }))
}

/** Lets the server of this machine issue a code, with the operator key that it left for its owner. */
export async function issueLocalCode(keys: LocalKeys): Promise<string> {
  const path = `/v1/stores/${encodeURIComponent(keys.storeId)}/pairing-codes`
  return pairingCodeGrantSchema.parse(await post(keys.url, path, {}, keys.operatorKey)).code
}

async function post(server: string, path: string, body: unknown, key?: string): Promise<unknown> {
  const response = await fetch(new URL(path, server), {
    method: 'POST',
    redirect: 'error',
    headers: { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify(body),
  }).catch((error: unknown) => {
    throw new PairingError('unreachable', `${server} does not answer.`, { cause: error })
  })
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok) return answer
  const problem = problemSchema.safeParse(answer).data
  throw new PairingError(
    problem?.code ?? `http_${response.status}`,
    problem?.detail ?? problem?.title ?? 'Not a Laidan server.',
  )
}
