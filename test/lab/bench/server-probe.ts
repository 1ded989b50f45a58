import { writeFile } from 'node:fs/promises'
import { Session } from 'node:inspector/promises'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { answerParent } from './family.ts'
import { summariseHeap, summariseProfile } from './profile-summary.ts'

const SAMPLING_MICROS = 250
const HEAP_SAMPLING_BYTES = 1_024

/** A stall is told apart from the histogram's own timer, which ticks this often, ms. */
const LOOP_RESOLUTION_MS = 5

/**
 * Loaded into a server's process in front of its main file, which knows nothing of it: tells from inside what the
 * kernel cannot see, and can profile it for a while.
 */
function createProbe() {
  const session = new Session()
  const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS })
  return {
    /** Begins to watch for moments at which the JavaScript thread did nothing else. */
    watchLoop(): void {
      loop.reset()
      loop.enable()
    },
    /** The longest such moment since then, ms. */
    longestStall(): number {
      return loop.max / 1e6 - LOOP_RESOLUTION_MS
    },
    /** What is alive after a collection: objects, and the buffers they hold. */
    liveBytes(): number {
      collectGarbage()
      const { heapUsed, external } = process.memoryUsage()
      return heapUsed + external
    },
    async startProfile(): Promise<void> {
      session.connect()
      await session.post('Profiler.enable')
      await session.post('Profiler.setSamplingInterval', { interval: SAMPLING_MICROS })
      await session.post('Profiler.start')
    },
    /** Writes the profile, for Chrome's developer tools or any other viewer, and resolves to its summary. */
    async stopProfile({ file }: { file: string }): Promise<string> {
      const { profile } = await session.post('Profiler.stop')
      session.disconnect()
      await writeFile(file, JSON.stringify(profile))
      return `${summariseProfile(profile)}\n(whole profile: ${file})`
    },
    /** Begins to note where memory is allocated. */
    async startHeapProfile(): Promise<void> {
      session.connect()
      await session.post('HeapProfiler.enable')
      await session.post('HeapProfiler.startSampling', { samplingInterval: HEAP_SAMPLING_BYTES })
    },
    /** Writes what of it is still alive; resolves to its summary, in bytes for each of `among`. */
    async stopHeapProfile({ file, among }: { file: string; among: number }): Promise<string> {
      collectGarbage()
      const { profile } = await session.post('HeapProfiler.stopSampling')
      session.disconnect()
      await writeFile(file, JSON.stringify(profile))
      return `${summariseHeap(profile, among)}\n(whole profile: ${file})`
    },
  }
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
}

export type ProbeCalls = ReturnType<typeof createProbe>

answerParent(createProbe())
