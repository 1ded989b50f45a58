import { hostClock } from '../../../shared/clock.ts'
import { createSeededRandom } from '../../support/seeded-random.ts'
import { createAsker } from '../rig/asker.ts'
import { customer } from '../rig/customer.ts'
import { openJournal } from '../rig/journal.ts'
import type { LoadOptions } from '../rig/run-files.ts'
import { createStoryClock } from '../rig/story-clock.ts'

/** Customers, their payment provider and the merchants, in a process of its own. Told to drain, it finishes what it began. */
const options = JSON.parse(process.argv[2] ?? '{}') as LoadOptions
const random = createSeededRandom(options.seed)
const story = createStoryClock(options.time)
const clock = hostClock(globalThis)
const journal = openJournal(options.journal)
const asker = createAsker({
  dir: options.dir,
  journal,
  random,
  pause: (ms) => new Promise((go) => clock.after(ms, go)),
})

let draining = false
let served = 0
const tell = () => process.send?.({ served })

process.on('message', (message: Record<string, unknown>) => {
  if ('drain' in message) draining = true
})
process.on('disconnect', () => process.exit(1))

async function serveCustomers(): Promise<void> {
  while (!draining) {
    await customer({ ...options, asker, random, now: story.now })
    served++
    if (options.tells === true) tell()
    if (options.pauseMs !== undefined) await asker.pause(random.next() * 2 * options.pauseMs)
  }
}
await Promise.all(Array.from({ length: options.customers }, serveCustomers))
process.send?.({ drained: served })
process.disconnect()
process.exit(0)
