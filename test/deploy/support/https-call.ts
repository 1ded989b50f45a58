import { request } from 'node:https'
import { text } from 'node:stream/consumers'

export interface HttpsReply {
  status: number
  body: string
}

export interface HttpsCall {
  url: string
  path: string
  method?: string
  headers?: Record<string, string>
  body?: string
  /** Certificate to trust, PEM; `fetch` takes none. */
  ca: string
}

export function httpsCall({ url, path, method = 'GET', headers = {}, body, ca }: HttpsCall): Promise<HttpsReply> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, url), { method, headers, ca, agent: false }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
