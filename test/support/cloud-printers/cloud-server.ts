import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The trouble that a call meets. lost: it has its effect, and its answer never arrives. hang: nothing is ever answered. */
export type CloudTrouble = 'none' | 'busy' | 'broken' | 'hang' | 'lost'

/** What every imitated cloud of printers has. */
export interface FakeCloud {
  url: string
  /** Texts that came out of the printer, their tags left in. */
  papers: string[]
  /** The calls so far, by name; refused ones too. */
  calls: string[]
  /** What the printer is. `dry`: without paper. */
  printer: 'good' | 'dry' | 'offline'
  /** The state that the printer falls into with the next content that is sent. */
  fallsInto: FakeCloud['printer'] | undefined
  /** The trouble that calls of a name meet from now on. */
  trouble: Partial<Record<string, CloudTrouble>>
  close(): Promise<void>
}

/** Serves forms on a free port of loopback: `nameOf` a call, and the object that `answer`s it. */
export async function startCloud(
  nameOf: (path: string, form: URLSearchParams) => string,
  answer: (cloud: FakeCloud, name: string, form: URLSearchParams) => object,
): Promise<FakeCloud> {
  const hanging = new Set<ServerResponse>()
  const cloud: FakeCloud = {
    url: '',
    ...{ papers: [], calls: [], printer: 'good', fallsInto: undefined, trouble: {} },
    async close() {
      for (const response of hanging) response.destroy()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const form = new URLSearchParams(body)
    const name = nameOf(request.url ?? '', form)
    cloud.calls.push(name)
    const trouble = cloud.trouble[name] ?? 'none'
    if (trouble === 'hang') return void hanging.add(response)
    if (trouble === 'busy') return void response.writeHead(429).end()
    if (trouble === 'broken') return void response.writeHead(500).end('oops')
    const text = JSON.stringify(answer(cloud, name, form))
    if (trouble === 'lost') return void response.destroy()
    response.writeHead(200, { 'content-type': 'application/json' }).end(text)
  }

  const server = createServer((request, response) => void serve(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cloud.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return cloud
}
