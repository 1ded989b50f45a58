import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'

/** A request as hostile as HTTP allows: nothing is normalised, completed or refused on this side. */
export interface RawRequest {
  method: string
  /** Path and query as they go on the wire. */
  path: string
  /** An array sends the header several times. */
  headers?: OutgoingHttpHeaders
  body?: string | Buffer
}

export interface RawReply {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

/**
 * Sends it on a connection of its own. A server may refuse a body before it has read all of it; what goes wrong with
 * the sending after the answer has begun does not matter.
 */
export function sendRaw(url: string, { method, path, headers = {}, body }: RawRequest): Promise<RawReply> {
  const { hostname, port } = new URL(url)
  // Node leaves this out where a body is unusual, and the body would then be read as the next request.
  const framed = body !== undefined && headers['transfer-encoding'] === undefined
  const length = framed ? { 'content-length': Buffer.byteLength(body) } : {}
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, method, path, headers: { ...length, ...headers }, agent: false },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        )
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
