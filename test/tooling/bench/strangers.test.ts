import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it, onTestFinished } from 'vitest'
import { familyCpuMs } from '../../lab/bench/process-usage.ts'
import { createWatch, type Moment, strangersShare } from '../../lab/bench/strangers.ts'

const CORES = 2

/** Twenty seconds at 1,000 payments a second on two idle cores: server 63 %, load generators 34 % of one core. */
const QUIET: [Moment, Moment] = [
  { at: 25_110_000, everybodyMs: 9_481_230, oursMs: 7_720 },
  { at: 25_130_004, everybodyMs: 9_501_010, oursMs: 27_150 },
]
/** The same beside a run of the test suites: 1.1 cores of strangers. */
const LOUD: [Moment, Moment] = [
  { at: 25_210_000, everybodyMs: 9_600_400, oursMs: 27_800 },
  { at: 25_230_010, everybodyMs: 9_638_890, oursMs: 44_270 },
]

function looks(moments: readonly Moment[]): () => Moment {
  const left = [...moments]
  return () => left.shift() as Moment
}

describe('the share of the machine that strangers took', () => {
  it('is what everybody took less what the benchmark and its processes took, of all cores', () => {
    expect(strangersShare(...QUIET, CORES)).toBeCloseTo(0.009, 3)
    expect(strangersShare(...LOUD, CORES)).toBeCloseTo(0.55, 2)
  })

  it('is none when the kernel counts a tick for us that it has not counted for everybody', () => {
    const [before, after] = QUIET
    expect(strangersShare(before, { ...after, oursMs: 40_000 }, CORES)).toBe(0)
  })
})

describe('--quiet', () => {
  it('lets a phase pass in which strangers took 10 % of the machine at most', async () => {
    const watch = createWatch({ quiet: true }, looks(QUIET), CORES)
    const { value, strangers } = await watch('laidan at 1000/s', async () => 'measured')
    expect(value).toBe('measured')
    expect(strangers).toBeLessThan(0.01)
    const [before, after] = QUIET
    const tenth = {
      ...after,
      everybodyMs: before.everybodyMs + (after.oursMs - before.oursMs) + 0.099 * CORES * 20_004,
    }
    await expect(createWatch({ quiet: true }, looks([before, tenth]), CORES)('', async () => 1)).resolves.toBeDefined()
  })

  it('refuses a phase in which they took more, and names it and their share', async () => {
    const watch = createWatch({ quiet: true }, looks(LOUD), CORES)
    await expect(watch('laidan at 1000/s', async () => 'measured')).rejects.toThrow(
      /^laidan at 1000\/s: other programs took 55\.\d % of the machine .* nothing above 10 %/,
    )
  })

  it('refuses nothing when it was not asked for, and tells the share all the same', async () => {
    const watch = createWatch({ quiet: false }, looks(LOUD), CORES)
    expect((await watch('laidan at 1000/s', async () => 'measured')).strangers).toBeCloseTo(0.55, 2)
  })
})

describe.skipIf(process.platform !== 'linux')('the CPU time of a family of processes', () => {
  /** Burns a tenth of a second of CPU in a grandchild that ends, then says so and waits. */
  const PARENT = `
    const burn = 'const end = 100_000; const since = process.cpuUsage(); while (process.cpuUsage(since).user < end);'
    require('node:child_process').spawnSync(process.execPath, ['-e', burn])
    process.send('burnt')
    process.on('message', () => process.exit())`

  it('has that of children and grandchildren, also of those that have ended', async () => {
    const before = familyCpuMs(process.pid)
    const child = spawn(process.execPath, ['-e', PARENT], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    onTestFinished(() => void child.kill('SIGKILL'))
    await once(child, 'message')
    const meanwhile = familyCpuMs(process.pid)
    expect(familyCpuMs(child.pid as number)).toBeGreaterThanOrEqual(100)
    expect(meanwhile - before).toBeGreaterThanOrEqual(100)
    child.send('leave')
    await once(child, 'exit')
    expect(familyCpuMs(process.pid)).toBeGreaterThanOrEqual(meanwhile)
  })
})
