import { USAGE } from '../options.ts'
import type { Absent } from '../workloads/workload.ts'
import type { Contender } from './contender.ts'

/** The contenders by their part: our server, the floors; on PostgreSQL and the peers, which have to be asked for. */
export interface Contenders {
  ours: Contender
  onPostgres: readonly Contender[]
  floors: readonly Contender[]
  peers: readonly Contender[]
}

/**
 * Chooses those that were asked for, and tells those among them that are not on this machine. Throws an Error that names
 * who is unknown.
 */
export function chooseContenders(
  { contenders, peers }: { contenders?: readonly string[] | undefined; peers: boolean },
  all: Contenders,
): { chosen: Contender[]; absent: Absent[] } {
  const everybody = [all.ours, ...all.onPostgres, ...all.floors, ...all.peers]
  const unknown = contenders?.filter((name) => !everybody.some((contender) => contender.name === name)) ?? []
  if (unknown.length > 0) throw new Error(`no contender is called ${unknown.join(', ')}\n\n${USAGE}`)
  const wanted = everybody.filter((contender) => {
    const asked = contenders?.includes(contender.name)
    if (all.onPostgres.includes(contender)) return asked
    return all.peers.includes(contender) ? peers || asked : (asked ?? true)
  })
  const absent = wanted.flatMap((contender) => {
    const why = contender.missing()
    return why === undefined ? [] : [{ contender: contender.name, why }]
  })
  return { chosen: wanted.filter(({ name }) => !absent.some(({ contender }) => contender === name)), absent }
}
