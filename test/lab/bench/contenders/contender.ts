import type { ChildProcess } from 'node:child_process'
import type { Processes } from '../start-processes.ts'

/**
 * What is measured, side by side: our server, floors below which nothing can go on this machine, and other designs of
 * the same thing. Each takes the same signed callback (`POST /notify/standard-webhooks`) and speaks the same few frames
 * (`hello` → `synced`, a reminder per paid order, `ack`), so that one load generator serves them all.
 */
export interface Contender {
  name: string
  what: string
  /** Sends every reminder to every device instead of to the devices of its store. */
  broadcasts?: boolean
  /** Why it cannot be measured here; `undefined` when it can. */
  missing(): string | undefined
  start(processes: Processes, setup: Setup): Promise<Standing>
}

export interface Setup {
  stores: number
  devicesPerStore: number
  /** Unpaid orders; number i is of store `i % stores`. */
  orders: number
  /** Settings of the server itself. */
  env: Record<string, string>
}

/** A contender that runs. */
export interface Standing {
  url: string
  /** The addresses of all its nodes, where there are several: clients take the one with the fewest of them. */
  urls?: readonly string[]
  /** Number d is of store `floor(d / devicesPerStore)`. */
  tokens: string[]
  /** The process that holds the sockets; it answers as `server-probe.ts`. */
  child(): ChildProcess
  /** All of its processes, but for those of a database server. */
  pids(): number[]
  /** The first process of its database server, where it has one. */
  databasePid?: number
  /** The address of its database, where it has a server for it. */
  databaseUrl?: string
  /** kill -9 of the first node, for good; where there are several. */
  loseNode?(): Promise<void>
  /** kill -9, and starts it again on the same port; resolves as soon as the new process exists. */
  restart(): Promise<void>
  stop(): Promise<void>
  /** What its database holds of the payments, after `stop`; absent where it has none to ask. */
  stored?(): Promise<StoredRows>
}

export interface StoredRows {
  applied: number
  reminders: number
  entries: number
}

/** The addresses of all nodes of a contender. */
export function addressesOf({ url, urls = [url] }: Pick<Standing, 'url' | 'urls'>): readonly string[] {
  return urls
}
