import type { ServerFault } from '../../shared/protocol/frames.ts'
import type { Context } from '../context/context.ts'

/** Lists the server's own faults for a `welcome` or a `heartbeat`; no field at all while there are none. */
export function serverFaults({ clockWatch }: Context): { faults?: ServerFault[] } {
  const fault = clockWatch.fault()
  return fault === undefined ? {} : { faults: [fault] }
}
