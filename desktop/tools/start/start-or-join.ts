import { setTimeout as pause } from 'node:timers/promises'
import { ALREADY_SERVED, type RunningServerNote } from '../../../shared/api/running-server.ts'
import { answers, isAlive, readRunning, wroteNote } from '../../node/running-server.ts'
import type { Part } from './run-part.ts'
import { runServer } from './run-server.ts'

/** A server takes ten seconds at most to stop in good order. */
const STOP_LIMIT_MS = 15_000
const LOOK_MS = 100

/** A server of our own, one that ran already, or the exit code with which there is none. */
export type Started =
  | { kind: 'started'; part: Part; url: string }
  | { kind: 'joined'; url: string }
  | { kind: 'none'; code: number }

export interface StartDeps {
  root: string
  dataDir: string
  dev: boolean
  /** Ends a server that has the database already, instead of joining it. */
  restart: boolean
  say(text: string): void
  /** A process of ours has begun. */
  began(part: Part): void
  /** With `dev`: the server listens anew, at this address. */
  again(url: string): void
}

/**
 * Starts the server of `dataDir`. Where one serves it already (that of another `npm start`, or one that was started by
 * itself), says whose it is and joins it, or ends it first with `restart`. Rejects when the sources cannot be built.
 */
export async function startOrJoin(deps: StartDeps): Promise<Started> {
  const { root, dataDir, dev, say } = deps
  // A server of sources is watched, and its watcher does not end with it: whether one runs is asked before.
  const before = dev ? await findRunning(dataDir) : undefined
  if (before !== undefined) {
    say(`${whose(before)}.`)
    if (!deps.restart) say('Stop it, or let this command end it: npm run dev -- --restart')
    if (!deps.restart || !(await endServer(before, say))) return { kind: 'none', code: 1 }
  }
  const { part, ready } = await runServer(root, dev, deps.again)
  deps.began(part)
  const url = await ready
  if (url !== undefined) return { kind: 'started', part, url }
  const code = (await part.ended) ?? 1
  const rival = code === ALREADY_SERVED ? await readRunning(dataDir) : undefined
  if (rival === undefined) return { kind: 'none', code }
  if (deps.restart) {
    say(`${whose(rival)}.`)
    return (await endServer(rival, say)) ? await startOrJoin({ ...deps, restart: false }) : { kind: 'none', code: 1 }
  }
  say(`${whose(rival)}; this one joins it. To end it and start anew: npm start -- --restart`)
  return { kind: 'joined', url: rival.url }
}

function whose({ pid, url, startedAt, attached }: RunningServerNote): string {
  const since = new Date(startedAt).toLocaleString()
  return `A server of this folder runs already: process ${pid} at ${url}, since ${since}, started ${attached ? 'by another npm start' : 'by itself'}`
}

async function findRunning(dataDir: string): Promise<RunningServerNote | undefined> {
  const note = await readRunning(dataDir)
  return note !== undefined && isAlive(note.pid) && (await answers(note.url)) ? note : undefined
}

/** Asks a server to stop in good order; resolves to whether it is gone. */
async function endServer(note: RunningServerNote, say: StartDeps['say']): Promise<boolean> {
  const { pid, url } = note
  if (!(await wroteNote(note))) {
    say(`Process ${pid} is not ended: nothing at ${url} says that it is this process. Stop the server yourself.`)
    return false
  }
  say(`Ending process ${pid} …`)
  try {
    process.kill(pid, 'SIGTERM')
  } catch {
    return !isAlive(pid)
  }
  for (let waited = 0; isAlive(pid); waited += LOOK_MS) {
    if (waited >= STOP_LIMIT_MS) {
      say(`Process ${pid} does not end.`)
      return false
    }
    await pause(LOOK_MS)
  }
  return true
}
