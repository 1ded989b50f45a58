import { runPlaces } from '../hostile/places-run.ts'
import { runDir } from '../rig/run-dir.ts'
import { type Run, runRounds } from './run.ts'

const SILENT = 400
const PLACES = 300
const DEVICES = 14
/** A round trip over a bad mobile line. */
const HELLO_AFTER_MS = 300

/** `test/faults/places.test.ts` with the sockets from one address and from 400. */
export const places: Run = {
  name: 'places',
  title:
    '400 sockets that say nothing, again and again, around 300 places, from one address and from 400; hellos 300 ms late',
  missing: () => (process.platform === 'linux' ? undefined : 'only on Linux'),
  run: (options) =>
    runRounds('places', options, async (seed) => {
      const counts: Record<string, number> = {}
      const longest: Record<string, number> = {}
      const violations: string[] = []
      for (const [what, manyAddresses] of [
        ['one address', false],
        ['400 addresses', true],
      ] as const) {
        const dir = runDir(`places-${seed}`)
        const report = await runPlaces(dir, {
          ...{ silent: SILENT, maxConnections: PLACES, manyAddresses },
          ...{ devices: DEVICES, helloAfterMs: HELLO_AFTER_MS },
        })
        counts[`devices in, ${what}`] = report.tookMs.length
        counts[`sockets opened, ${what}`] = report.opened
        longest[`ms until in, ${what}`] = Math.max(...report.tookMs)
        violations.push(...report.violations.map((violation) => `${what}: ${violation}`))
      }
      return { counts, longest, violations }
    }),
}
