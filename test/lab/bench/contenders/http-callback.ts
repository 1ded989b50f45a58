import { createServer, type Server } from 'node:http'

/** As little HTTP as there can be around a payment: no router, no signature, no schema. 204 when `paid` has resolved. */
export function createHttpCallback(paid: (orderNumber: string, body: string) => void | Promise<void>): Server {
  return createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const { data } = JSON.parse(body) as { data: { orderNumber: string } }
      await paid(data.orderNumber, body)
      response.writeHead(204).end()
    })
  })
}
