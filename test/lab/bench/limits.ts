import { FLOORS } from './contenders/others.ts'
import { type DiskSync, measureDiskSync } from './disk-sync.ts'
import { type Floor, measureFloor, UNDER_WAY } from './measure-floor.ts'
import { prepareDatabase } from './prepare-database.ts'
import { measureRecord, ordersOfRecord, type RecordAlone } from './record-alone.ts'
import { createProcesses } from './start-processes.ts'
import { ms } from './table.ts'
import type { Bench } from './workloads/workload.ts'

/** As many as in W1 by default: with fewer, a payment writes twice as much to the log. */
const STORES = 1_000
const GROUP = 32
const PAYMENTS = 64 * GROUP

/** The bounds of this machine in this hour, by which the figures of a run are to be read. */
export interface Limits {
  diskSync: DiskSync
  record: RecordAlone
  floors: Floor[]
}

/** Measures the disk, the record of payments alone, and the floors; about ten seconds. */
export async function measureLimits({ options: { dir }, say, watch }: Bench): Promise<Limits> {
  say('the limits of this machine')
  const { value } = await watch('the limits of this machine', async () => {
    const diskSync = measureDiskSync(dir)
    const record = await recordAlone(dir)
    const floors: Floor[] = []
    for (const contender of FLOORS) floors.push(await measureFloor(contender, dir))
    return { diskSync, record, floors }
  })
  return value
}

async function recordAlone(dir: string): Promise<RecordAlone> {
  const processes = createProcesses(dir)
  try {
    const orders = ordersOfRecord(PAYMENTS)
    await prepareDatabase(processes.dir, { stores: STORES, devicesPerStore: 1, orders })
    return await measureRecord(processes.dir, { group: GROUP, payments: PAYMENTS, firstOrder: 0 })
  } finally {
    await processes.end()
  }
}

/** Writes the limits in one line. */
export function limitsLine({ diskSync, record, floors }: Limits): string {
  const rate = (perSecond: number) => `${Math.round(perSecond).toLocaleString('en')}/s`
  const wal = (record.walBytesPerPayment / 1_000).toFixed(1)
  return [
    `limits: fdatasync ${rate(diskSync.perSecond)} (p50 ${ms(diskSync.p50)}, p99 ${ms(diskSync.p99)} ms)`,
    `the record alone in groups of ${record.group} ${rate(record.perSecond)} (${record.cpuMicrosPerPayment.toFixed(0)} µs CPU and ${wal} kB of write-ahead log a payment)`,
    `floors with ${UNDER_WAY} requests under way: ${floors
      .map((floor) => `${floor.contender} ${rate(floor.perSecond)} (${floor.cpuMicrosPerPayment.toFixed(0)} µs CPU)`)
      .join(', ')}`,
  ].join('; ')
}
