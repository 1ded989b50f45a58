import { SILENCE_MS } from '../../../shared/protocol/limits.ts'
import { createSeededRandom } from '../../support/seeded-random.ts'
import type { DeviceLine } from '../check/history.ts'
import { createBareDevice, type Position } from '../rig/bare-device.ts'
import { openJournal, readJournal } from '../rig/journal.ts'
import { type DeviceOptions, pickAddress } from '../rig/run-files.ts'
import { createStoryClock } from '../rig/story-clock.ts'

/** A device in a process of its own: it connects for ever, and knows after a kill what its journal knows. */
const options = JSON.parse(process.argv[2] ?? '{}') as DeviceOptions
const clock = createStoryClock({ ...options.time, asked: false })
const random = createSeededRandom(options.seed)
/** Longest pause before it tries again. */
const RECONNECT_MS = 150
/** The faulty device's time between the cursor and what it stands for: a test kills it meanwhile. */
const LATE_MS = 2_000

function recover(): Position {
  const lines = readJournal<DeviceLine | { t: 'cursor'; seq: number; cursor: string }>(options.journal)
  const last = lines.findLast((line) => line.t === 'apply' || line.t === 'reset' || line.t === 'cursor')
  return last !== undefined && 'cursor' in last ? { cursor: last.cursor, seq: last.seq } : { cursor: null, seq: 0 }
}

const from = recover()
const journal = openJournal(options.journal)
let heardAt = clock.elapsed()
const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve))

const device = createBareDevice({
  token: options.token,
  from,
  intercept() {
    heardAt = clock.elapsed()
    return false
  },
  journal: {
    append(line) {
      if (options.cursorFirst === true && line.t === 'apply') {
        journal.append({ t: 'cursor', seq: line.seq, cursor: line.cursor })
        clock.after(LATE_MS, () => journal.append(line))
      } else journal.append(line)
    },
    sync: journal.sync,
  },
})
process.on('disconnect', () => process.exit(1))
// DESIGN.md §5: a connection that says nothing is dead, whatever the socket believes; one that never came about is too.
clock.every(1_000, () => {
  if (clock.elapsed() - heardAt > SILENCE_MS) device.disconnect()
})
clock.every(50, () => process.send?.({ at: device.position().seq }))
for (;;) {
  const url = pickAddress(options.dir, random)
  heardAt = clock.elapsed()
  if (url !== undefined) await device.connect(url)
  await pause(random.next() * RECONNECT_MS)
}
