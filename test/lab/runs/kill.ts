import { checkHistory, explain } from '../check/check-history.ts'
import { runChaos } from '../rig/chaos.ts'
import { runDir } from '../rig/run-dir.ts'
import { type Round, type Run, runRounds } from './run.ts'

const KILLS_A_ROUND = 50

/** `test/faults/sigkill.test.ts` again and again. */
export const kill: Run = {
  name: 'kill',
  title: 'servers under load killed at random moments, devices too: nothing is lost, nothing counts twice (I1–I13)',
  run: (options) => runRounds('kill', options, round),
}

async function round(seed: number): Promise<Round> {
  const dir = runDir(`kill-${seed}`)
  const { history, atKills, killed, errors } = await runChaos({
    dir,
    seed,
    kills: KILLS_A_ROUND,
    loads: 2,
    customers: 4,
  })
  const { orders, payments, log } = history.database
  return {
    counts: {
      'servers killed': killed.servers,
      'devices killed': killed.devices,
      orders: orders.length,
      payments: payments.length,
      entries: log.length,
    },
    violations: [...explain(atKills), ...explain(checkHistory(history, { atRest: true })), ...errors],
  }
}
