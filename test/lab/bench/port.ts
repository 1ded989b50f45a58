import { connect, createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { machineMs } from './clock.ts'

const LOOK_AGAIN_MS = 2

/** Waits for somebody to listen there; resolves to the moment of `machineMs` at which it was so. */
export async function awaitPort(host: string, port: number): Promise<number> {
  while (!(await isOpen(host, port))) await pause(LOOK_AGAIN_MS)
  return machineMs()
}

function isOpen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host)
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

/** Finds a port of this machine that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
