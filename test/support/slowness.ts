/** Milliseconds that {@link work} takes on a core of the machine that the budgets were set on, when it is idle. */
const IDLE_MS = 52
const ROUNDS = 40_000_000
/** A look costs the run one part in a hundred of one core. */
const EVERY_MS = 5_000

/** Integer arithmetic that neither memory nor disk has a part in. */
function work(): number {
  let x = 1
  for (let round = 0; round < ROUNDS; round += 1) x = (Math.imul(x, 1_103_515_245) + 12_345) | 0
  return x
}

/** Measures how much longer than an idle one this machine takes, while something else runs. */
export interface SlownessMeter {
  /** Ends the looks. Returns the median of them: 1 is the idle machine, 3 takes three times as long. */
  stop(): number
}

/** Looks at once and every five seconds. A core that others share, or a slower one, both make the loop take longer. */
export function startSlownessMeter(): SlownessMeter {
  const looks: number[] = []
  function look(): void {
    const began = performance.now()
    work()
    looks.push((performance.now() - began) / IDLE_MS)
  }
  look()
  const timer = setInterval(look, EVERY_MS)
  timer.unref()
  return {
    stop() {
      clearInterval(timer)
      return looks.sort((a, b) => a - b)[Math.floor(looks.length / 2)] ?? 1
    },
  }
}
