import type { KeyObject } from 'node:crypto'
import type { Clock } from '../../../../shared/clock.ts'
import { type Manifest, parseManifest } from '../../../node/updates/manifest.ts'
import { dateFault, datesOf, type ManifestDates } from '../../../node/updates/manifest-dates.ts'
import { isSigned, signatureName } from '../../../node/updates/signature.ts'
import { UpdateError } from './update-fault.ts'

/** The limit for both files together; a slower server is tried again later. */
const FETCH_LIMIT_MS = 30_000
const LARGEST_MANIFEST = 256 * 1024
const LARGEST_SIGNATURE = 1_024

/** The address of a server's update feed; `undefined` without a server. */
export function feedOf(server: string | undefined): string | undefined {
  return server === undefined ? undefined : new URL('updates/', `${server}/`).href
}

/**
 * Fetches the manifest `name` below `feed` (an address that ends in `/`), read only after one of `keys` was found to
 * have signed these very bytes; one that is older than the `newest` that was followed, or out of date, is refused.
 * `undefined` when the server offers none. Rejects with an {@link UpdateError}.
 */
export async function fetchManifest(deps: {
  feed: string
  name: string
  keys: readonly KeyObject[]
  newest: ManifestDates | null
  clock: Clock
}): Promise<Manifest | undefined> {
  const { feed, name, keys, newest, clock } = deps
  const abort = new AbortController()
  const cancel = clock.after(FETCH_LIMIT_MS, () => abort.abort(new Error('the server is too slow')))
  try {
    const bytes = await read(new URL(name, feed), LARGEST_MANIFEST, abort.signal)
    if (bytes === undefined) return undefined
    const signature = await read(new URL(signatureName(name), feed), LARGEST_SIGNATURE, abort.signal)
    if (signature === undefined) throw new UpdateError('unsigned', `${name} has no signature`)
    if (!isSigned(keys, name, bytes, signature.toString('latin1')))
      throw new UpdateError('bad_signature', `${name} is not signed by a key of this app`)
    const manifest = parse(bytes, name)
    const fault = dateFault(datesOf(manifest), clock.now(), newest)
    if (fault !== undefined) throw new UpdateError(fault, `${name} of ${manifest.signedAt} is not followed`)
    return manifest
  } finally {
    cancel()
  }
}

function parse(bytes: Buffer, name: string): Manifest {
  try {
    return parseManifest(bytes, name)
  } catch (error) {
    throw new UpdateError('bad_manifest', `${name} is signed, but cannot be followed`, error)
  }
}

/** Reads a file of `most` bytes at most; `undefined` when there is none. Rejects with an {@link UpdateError}. */
async function read(url: URL, most: number, signal: AbortSignal): Promise<Buffer | undefined> {
  try {
    const response = await fetch(url, { redirect: 'error', signal, headers: { 'cache-control': 'no-cache' } })
    if (response.status !== 200) {
      await response.body?.cancel()
      if (response.status === 404) return undefined
      throw new Error(`the server answered ${response.status}`)
    }
    const chunks: Uint8Array[] = []
    let length = 0
    for await (const chunk of response.body ?? []) {
      length += chunk.length
      if (length > most) throw new Error('more than a file of its kind can hold')
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  } catch (error) {
    throw new UpdateError('unreachable', `${url.pathname} could not be read`, error)
  }
}
