import { createHash } from 'node:crypto'
import { unlink } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'

/**
 * Makes this process the only one that works in `folder`: two clients with one inbox would take each other's place at
 * the server for ever. A process that was killed leaves nothing that stands in the way. Resolves to false when another
 * one is alive there; rejects when the socket cannot be opened.
 */
export async function acquireSingleInstanceLock(folder: string): Promise<boolean> {
  const path = socketPath(folder)
  // Asked first: not every Windows keeps a second program from listening on the same named pipe.
  if (await answers(path)) return false
  if (await listen(path)) return true
  await unlink(path).catch(() => {})
  return await listen(path)
}

/** Makes a short name: the path of a UNIX socket may have about a hundred characters. */
function socketPath(folder: string): string {
  const name = `laidan-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`
  return process.platform === 'win32'
    ? `\\\\.\\pipe\\${name}`
    : join(process.env['XDG_RUNTIME_DIR'] ?? '/tmp', `${name}.sock`)
}

function listen(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server: Server = createServer((other) => other.destroy())
    server.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error)))
    server.listen(path, () => {
      server.unref()
      resolve(true)
    })
  })
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path)
    probe.on('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.on('error', () => resolve(false))
  })
}
