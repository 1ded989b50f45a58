/**
 * Milliseconds on a clock that all processes of this machine share and nothing sets: Node's `hrtime` is the system's
 * monotonic clock, so a moment noted in one process can be subtracted from one noted in another. (`timeOrigin + now()`
 * starts from the wall clock of each process and is off by whatever NTP did in between.)
 */
export function machineMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
