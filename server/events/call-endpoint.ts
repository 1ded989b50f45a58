import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import { type IncomingMessage, request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { type AddressRules, mayCall, urlRefusal } from './outside-address.ts'

/** Milliseconds for an answer, from the first look for its address on. */
const ANSWER_WITHIN_MS = 15_000
/** Bytes of an answer that are read: out of politeness where only its status counts. */
const MAX_ANSWER_BYTES = 16_384

/** A call to an endpoint, ready to be made. */
export interface EndpointRequest {
  url: string
  headers: Readonly<Record<string, string>>
  body: string
  /** Default: POST. */
  method?: 'POST' | 'PUT'
  /** Whether the beginning of the answer’s body is wanted, and waited for. */
  wantsBody?: boolean
}

/** The status of an answer, with its body where that was wanted; `refused`: the address is none that this server calls. */
export type EndpointAnswer = { status: number; body?: string } | { refused: string }

/** Makes a call to an endpoint. Rejects when there is no answer in time. */
export type CallEndpoint = (request: EndpointRequest) => Promise<EndpointAnswer>

/** A call whose body may be no text. */
type BytesRequest = Omit<EndpointRequest, 'body'> & { body: string | Buffer }

/** The part of Node's `lookup` that is used: every address of a name. */
export type LookupAll = (
  host: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

class AddressRefusedError extends Error {
  override name = 'AddressRefusedError'
}

/**
 * Makes the function that calls endpoints. The address that a name leads to is looked at as it is connected to, so that no
 * second look-up can lead elsewhere; redirects are not followed, and no connection is kept for another name.
 */
export function createEndpointCaller(
  rules: AddressRules,
  lookUp: LookupAll = lookup,
): (request: BytesRequest) => Promise<EndpointAnswer> {
  return ({ url, headers, body, method = 'POST', wantsBody = false }) =>
    new Promise((resolve, reject) => {
      const target = new URL(url)
      if (urlRefusal(target, rules) !== undefined) return resolve({ refused: 'address_refused' })
      const send = target.protocol === 'https:' ? overHttps : overHttp
      const options = {
        method,
        agent: false as const,
        headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)), 'User-Agent': 'laidan' },
        lookup: guarded(lookUp, rules),
        maxHeaderSize: MAX_ANSWER_BYTES,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      }
      const call = send(target, options, (answer) => {
        const status = answer.statusCode ?? 0
        const read = readBeginning(answer)
        if (wantsBody) void read.then((text) => resolve({ status, body: text }))
        else resolve({ status })
      })
      // Without somebody who takes it, Node ends the connection and tells nobody.
      call.once('upgrade', (answer, socket) => {
        socket.destroy()
        resolve({ status: answer.statusCode ?? 0 })
      })
      call.once('error', (error) => {
        if (error instanceof AddressRefusedError) resolve({ refused: 'address_refused' })
        else reject(error)
      })
      call.end(body)
    })
}

/** Reads the beginning of an answer and hangs up. Resolves to it, also where the answer breaks off. */
function readBeginning(answer: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let bytes = 0
    answer.on('error', () => {})
    answer.on('close', () => resolve(Buffer.concat(parts).subarray(0, MAX_ANSWER_BYTES).toString('utf8')))
    answer.on('data', (part: Buffer) => {
      parts.push(part)
      bytes += part.byteLength
      if (bytes >= MAX_ANSWER_BYTES) answer.destroy()
    })
  })
}

type LookupCallback = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void

/** Makes a look-up that refuses a name of which any address may not be called. */
function guarded(lookUp: LookupAll, rules: AddressRules) {
  return (host: string, options: LookupOptions, callback: LookupCallback): void => {
    lookUp(host, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error !== null || first === undefined) return callback(error ?? new Error(`no address for ${host}`), [])
      if (!addresses.every(({ address }) => mayCall(address, rules)))
        return callback(new AddressRefusedError(`${host} leads into a network that is not public`), [])
      if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}
