import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Processes } from '../start-processes.ts'

/** A server process that prints `listens on URL` once it does, and that can be killed and started again. */
export interface NodeServer {
  url: string
  child(): ChildProcess
  pid(): number
  /** kill -9, and a new process on the same port; does not wait for it to listen. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts `entry`, with the probe in front of it. PORT is added to `env`. */
export async function startNodeServer(
  processes: Processes,
  entry: string,
  env: Record<string, string>,
): Promise<NodeServer> {
  const start = (port: string) =>
    processes.start(['--import', './test/lab/bench/server-probe.ts', entry], { PORT: port, ...env })
  let child = start('0')
  const url = await listening(child)
  return {
    url,
    child: () => child,
    pid: () => child.pid ?? Number.NaN,
    async restart() {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit')
        child.kill('SIGKILL')
        await gone
      }
      child = start(new URL(url).port)
      child.stdout?.resume()
    },
    async stop() {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}

async function listening(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error('the server has no stdout')
  for await (const line of createInterface({ input: server.stdout })) {
    const url = /listens on (\S+)/.exec(line)?.[1]
    if (url !== undefined) {
      server.stdout.resume()
      return url
    }
  }
  throw new Error('the server did not start')
}
