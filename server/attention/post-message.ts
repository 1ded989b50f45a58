import { createEndpointCaller, type LookupAll } from '../events/call-endpoint.ts'
import type { ChannelAnswer, ChannelRequest } from './channels/port.ts'
import { sendMail } from './send-mail.ts'

/** The answer of a channel. `refused`: its address is none that this server calls. */
export type PostAnswer = ChannelAnswer | { refused: string }

/** Makes a call to a channel. Rejects when there is no answer in time. */
export type PostMessage = (request: ChannelRequest) => Promise<PostAnswer>

/**
 * Makes the function that calls channels. A program may stand in the shop’s own network; nothing is sent to where clouds
 * keep their keys, and redirects are not followed: an address that nobody has given is nobody’s to choose. `imitatedAt`: the
 * imitation on this machine that gets every call in place of the host of its address; `mailImitatedAt`: the one that gets every
 * mail.
 */
export function createPostMessage(imitatedAt?: string, mailImitatedAt?: string, lookUp?: LookupAll): PostMessage {
  const call = createEndpointCaller({ allowHttp: true, allowPrivate: true, anyPort: true }, lookUp)
  return async (request) => {
    if ('mail' in request) return await sendMail(request, mailImitatedAt)
    const { url, headers, body } = request
    const address = imitatedAt === undefined ? url : imitated(url, imitatedAt)
    const answer = await call({ url: address, headers, body, wantsBody: true })
    return 'refused' in answer ? answer : { status: answer.status, body: answer.body ?? '' }
  }
}

function imitated(url: string, imitatedAt: string): string {
  const { host, pathname, search } = new URL(url)
  return `${imitatedAt.replace(/\/$/, '')}/${host}${pathname}${search}`
}
