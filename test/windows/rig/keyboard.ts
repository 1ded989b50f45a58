import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { atEnd } from '../../support/at-end.ts'
import { until } from '../../support/until.ts'

export interface Keyboard {
  env: Record<string, string>
  /** Types a line at the program that has connected last. */
  type(line: string): Promise<void>
}

/** A keyboard for programs that get their standard input over a socket (programs/stdin-over-tcp.ts). */
export async function createKeyboard(): Promise<Keyboard> {
  let socket: Socket | undefined
  const server = createServer((next) => {
    socket = next
    next.on('error', () => {})
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  atEnd(() => {
    socket?.destroy()
    server.close()
  })
  return {
    env: { KEYBOARD_PORT: String((server.address() as AddressInfo).port) },
    async type(line) {
      const connected = await until('the program has connected its keyboard', () => socket)
      connected.write(`${line}\n`)
    },
  }
}
