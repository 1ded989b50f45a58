import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkClient } from '../check/check-client.ts'
import type { ClientLine } from '../check/client-history.ts'
import type { Violation } from '../check/history.ts'
import type { DatabaseDump } from '../check/read-database.ts'
import type { ChildRun } from './child.ts'
import { type ClientChild, startClientChild } from './client-child.ts'
import { readInbox } from './inbox-file.ts'
import { readJournal } from './journal.ts'
import type { Shop } from './shops.ts'
import type { StoryTime } from './story-clock.ts'

/** The real client core in a process of its own, that is started again when it crashes. */
export interface KeptClient {
  deviceId: string
  storeId: string
  /** The position that its inbox on disk says; -1 before there is one. */
  at(): number
  /** Open reminders that its disk does not know as announced. */
  unannounced(): number
  crash(): Promise<void>
  /** Sets its wall clock, by so many milliseconds. */
  jump(ms: number): void
  stop(): Promise<void>
  /** The process that it is now. */
  pid(): number
  check(database: DatabaseDump): Violation[]
}

/** `dir`: its own folder, with the server's address in it, its state and its journal. */
export async function startKeptClient(
  run: { dir: string; time: StoryTime },
  { storeId }: Shop,
  { deviceId, token }: Shop['devices'][number],
  through?: ChildRun,
): Promise<KeptClient> {
  const { dir, time } = run
  const stateDir = join(dir, 'state')
  const journal = join(dir, 'client.jsonl')
  mkdirSync(stateDir)
  let child = await start()

  function start(): Promise<ClientChild> {
    // Its wall clock goes as fast as its monotonic one: otherwise it would take every moment for a waking from sleep.
    const own = { ...time, speed: time.haste ?? 1 }
    return startClientChild({ dir, stateDir, token, journal, time: own }, through)
  }

  async function end(): Promise<void> {
    const { signal } = await child.kill()
    if (signal !== 'SIGKILL') throw new Error(`a client ended by itself\n${child.output()}`)
  }

  function inbox(): ReturnType<typeof readInbox> {
    const file = join(stateDir, 'inbox.json')
    return existsSync(file) ? readInbox(readFileSync(file, 'utf8')) : { seq: -1, open: [] }
  }

  return {
    deviceId,
    storeId,
    at: () => inbox().seq,
    unannounced: () => inbox().open.filter(({ n, announced }) => announced < n).length,
    async crash() {
      await end()
      child = await start()
    },
    jump: (ms) => child.send({ jump: ms }),
    stop: end,
    pid: () => child.pid,
    check: (database) =>
      checkClient({ deviceId, storeId, lines: readJournal<ClientLine>(journal), inbox: inbox() }, database, {
        atRest: true,
      }),
  }
}
