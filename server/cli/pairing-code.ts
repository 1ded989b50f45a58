import { pairingCodeGrantSchema } from '../../shared/api/devices.ts'
import { LOCAL_KEYS_FILE } from '../../shared/api/local-keys.ts'
import { readLocalKeys, wordOfRefusal } from './local-keys.ts'

const ANSWER_WITHIN_MS = 10_000

/** A pairing code that could not be had. The message is for the operator. */
export class PairingCodeError extends Error {
  override name = 'PairingCodeError'
}

/**
 * Runs `laidan-server pairing-code [STORE]`: lets the running server of this machine issue a code, with the keys that it
 * has left for its owner. Resolves to the server's address and the code. Rejects with a {@link PairingCodeError}.
 */
export async function issueLocalCode(dataDir: string, store?: string): Promise<{ url: string; code: string }> {
  const keys = await readLocalKeys(dataDir)
  if (keys === undefined) {
    throw new PairingCodeError(
      `There is no ${LOCAL_KEYS_FILE} in ${dataDir}: DATA_DIR is another, no server has started there yet, or it runs ` +
        'with LOCAL_KEYS=off. With the operator’s key, POST /v1/stores/{id}/pairing-codes issues a code.',
    )
  }
  const path = `/v1/stores/${encodeURIComponent(store ?? keys.storeId)}/pairing-codes`
  const reply = await fetch(new URL(path, keys.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${keys.operatorKey}` },
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  }).catch((error: unknown) => {
    throw new PairingCodeError(`${keys.url} does not answer. Does the server run?`, { cause: error })
  })
  if (reply.status === 404) throw new PairingCodeError(`There is no store ${store ?? keys.storeId} on this server.`)
  const grant = pairingCodeGrantSchema.safeParse(await reply.json().catch(() => undefined))
  if (!reply.ok || !grant.success) {
    throw new PairingCodeError(`${keys.url} issues no code: ${wordOfRefusal(reply.status)}`)
  }
  return { url: keys.url, code: grant.data.code }
}
