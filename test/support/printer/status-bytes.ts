/** The state of a printer, as its sensors see it. */
export interface Sensors {
  paper: 'enough' | 'near_end' | 'out'
  coverOpen: boolean
  /** Switched offline by hand. */
  offline: boolean
  /** A cutter that is stuck. */
  cutterStuck: boolean
}

export const ALL_WELL: Sensors = { paper: 'enough', coverOpen: false, offline: false, cutterStuck: false }

/** Tells whether a printer in this state prints what it gets. */
export function prints({ paper, coverOpen, offline, cutterStuck }: Sensors): boolean {
  return paper !== 'out' && !coverOpen && !offline && !cutterStuck
}

/** Answers `DLE EOT n` as Epson's command reference describes it: bits 1 and 4 are always set, bits 0 and 7 never. */
export function statusByte(n: number, sensors: Sensors): number | undefined {
  const bits = (flags: readonly [boolean, number][]) => flags.reduce((sum, [on, bit]) => (on ? sum | bit : sum), 0x12)
  const { paper, coverOpen, cutterStuck } = sensors
  const out = paper === 'out'
  if (n === 1) return bits([[!prints(sensors), 0x08]])
  if (n === 2)
    return bits([
      [coverOpen, 0x04],
      [out, 0x20],
      [cutterStuck, 0x40],
    ])
  if (n === 3) return bits([[cutterStuck, 0x08]])
  if (n === 4)
    return bits([
      [paper !== 'enough', 0x0c],
      [out, 0x60],
    ])
  return undefined
}
