import { expect, it } from 'vitest'
import { runPlaces } from '../lab/hostile/places-run.ts'
import { runDir } from '../lab/rig/run-dir.ts'

it('40 sockets that say nothing, again and again, around 30 places: every device gets in with a hello 300 ms late, and hears its orders', async () => {
  for (const manyAddresses of [false, process.platform === 'linux']) {
    const crowd = { silent: 40, maxConnections: 30, manyAddresses }
    const report = await runPlaces(runDir('places'), { ...crowd, devices: 4, helloAfterMs: 300 })
    expect(report.violations).toEqual([])
    expect(report.tookMs).toHaveLength(4)
  }
})
