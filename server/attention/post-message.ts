import type { ChannelAnswer, ChannelRequest } from './channels/port.ts'
import { sendMail } from './send-mail.ts'

/** Milliseconds for an answer, its body included. */
const ANSWER_WITHIN_MS = 20_000
/** Bytes of an answer that are read: a word for why, never a page. */
const MAX_ANSWER_BYTES = 16_384

/** Makes a call to a channel. Rejects when there is no answer in time. */
export type PostMessage = (request: ChannelRequest) => Promise<ChannelAnswer>

/**
 * Makes the function that calls channels. Redirects are not followed: an address that the operator has not given is
 * nobody's to choose, least of all one inside of this network. `imitatedAt`: the imitation on this machine that gets
 * every call in place of the host of its address; `mailImitatedAt`: the one that gets every mail.
 */
export function createPostMessage(imitatedAt?: string, mailImitatedAt?: string): PostMessage {
  return async (request) => {
    if ('mail' in request) return await sendMail(request, mailImitatedAt)
    const { url, headers, body } = request
    const response = await fetch(imitatedAt === undefined ? url : imitated(url, imitatedAt), {
      method: 'POST',
      headers: { ...headers, 'User-Agent': 'laidan' },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    return { status: response.status, body: await readBeginning(response) }
  }
}

function imitated(url: string, imitatedAt: string): string {
  const { host, pathname, search } = new URL(url)
  return `${imitatedAt.replace(/\/$/, '')}/${host}${pathname}${search}`
}

async function readBeginning({ body }: Response): Promise<string> {
  if (body === null) return ''
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of body as unknown as AsyncIterable<Uint8Array>) {
    parts.push(part)
    bytes += part.byteLength
    if (bytes >= MAX_ANSWER_BYTES) break
  }
  return Buffer.concat(parts).subarray(0, MAX_ANSWER_BYTES).toString('utf8')
}
