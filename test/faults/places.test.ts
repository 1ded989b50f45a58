import { expect, it } from 'vitest'
import { runPlaces } from '../lab/hostile/places-run.ts'
import { runDir } from '../lab/rig/run-dir.ts'

it('40 sockets that say nothing, again and again, around 30 places: every device gets in, and hears its orders', async () => {
  const report = await runPlaces(runDir('places'), { silent: 40, maxConnections: 30, manyAddresses: false, devices: 4 })
  expect(report.violations).toEqual([])
  expect(report.tookMs).toHaveLength(4)
})
