/** Milliseconds that {@link work} takes on a core of the machine that the budgets were set on, when it is idle. */
const IDLE_MS = 52
const ROUNDS = 40_000_000
/** Interval of the measurements: each costs the run one part in a hundred of one core. */
const EVERY_MS = 5_000

/** Integer arithmetic that neither memory nor disk has a part in. */
function work(): number {
  let x = 1
  for (let round = 0; round < ROUNDS; round += 1) x = (Math.imul(x, 1_103_515_245) + 12_345) | 0
  return x
}

/** Measures how much longer than an idle one this machine takes, while something else runs. */
export interface SlownessMeter {
  /** Ends the measurements and returns their median: 1 is the idle machine, 3 takes three times as long. */
  stop(): number
}

/** Starts a meter that measures at once and every five seconds. A shared core and a slower one both make it rise. */
export function startSlownessMeter(): SlownessMeter {
  const measured: number[] = []
  function measure(): void {
    const began = performance.now()
    work()
    measured.push((performance.now() - began) / IDLE_MS)
  }
  measure()
  const timer = setInterval(measure, EVERY_MS)
  timer.unref()
  return {
    stop() {
      clearInterval(timer)
      return measured.sort((a, b) => a - b)[Math.floor(measured.length / 2)] ?? 1
    },
  }
}
