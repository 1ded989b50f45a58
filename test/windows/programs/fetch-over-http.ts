import { request } from 'node:http'

/** Wine does not carry the sockets of Node's own `fetch`; those of `node:http` it does. */
globalThis.fetch = (input, init = {}) =>
  new Promise((resolve, reject) => {
    const { method = 'GET', headers, body, signal } = init
    const sent = request(String(input), {
      method,
      headers: { ...(headers as Record<string, string>) },
      ...(signal && { signal }),
    })
    sent.on('error', reject)
    sent.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const { statusCode: status = 0 } = response
        const text = [204, 304].includes(status) ? null : Buffer.concat(chunks)
        resolve(new Response(text, { status, headers: response.headers as Record<string, string> }))
      })
    })
    sent.end(body as string | undefined)
  })
