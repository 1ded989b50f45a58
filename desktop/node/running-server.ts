import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  INSTANCE_HEADER,
  RUNNING_FILE,
  type RunningServerNote,
  runningServerSchema,
} from '../../shared/api/running-server.ts'

const ANSWER_WITHIN_MS = 2_000

/** Reads which process serves `dataDir`, or served it until it was killed; `undefined`: none left a note. Never rejects. */
export async function readRunning(dataDir: string): Promise<RunningServerNote | undefined> {
  try {
    return runningServerSchema.parse(JSON.parse(await readFile(join(dataDir, RUNNING_FILE), 'utf8')))
  } catch {
    return undefined
  }
}

/** Tells whether there is a process of this id, of any user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Resolves to whether a server answers at `url`. Never rejects. */
export async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })).ok
  } catch {
    return false
  }
}

/**
 * Resolves to whether the server that answers at the note's address is the very one that wrote the note: the process of a
 * note that a killed server left may be any other program by now. Never rejects.
 */
export async function wroteNote({ url, instance }: RunningServerNote): Promise<boolean> {
  try {
    const { headers } = await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
    return instance !== undefined && headers.get(INSTANCE_HEADER) === instance
  } catch {
    return false
  }
}
