import { pause } from '../rig/pause.ts'

const PATIENCE_MS = 30_000
const LOOK_MS = 20

/** Resolves when `reached` holds, or after a time in which the real thing would have got there: the checks will tell. */
export async function until(reached: () => boolean): Promise<void> {
  const end = Date.now() + PATIENCE_MS
  while (!reached() && Date.now() < end) await pause(LOOK_MS)
}
