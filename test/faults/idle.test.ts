import { beforeEach, expect, it } from 'vitest'
import { runIdle } from '../lab/rig/net/idle-run.ts'
import { nginxMissing } from '../lab/rig/net/nginx.ts'
import { runDir } from '../lab/rig/run-dir.ts'

/** Heartbeats every two seconds instead of every twenty; sixty seconds become six. */
const HASTE = 10
const TIMEOUT_S = 60 / HASTE

beforeEach((ctx) => {
  const missing = nginxMissing()
  if (missing !== undefined) ctx.skip(missing)
})

it('a device to whom nothing happens stays connected behind nginx, because of the heartbeat', async () => {
  const { cuts, violations } = await runIdle({
    dir: runDir('idle'),
    haste: HASTE,
    idleMs: TIMEOUT_S * 1_400,
    pauses: 1,
    nginx: `proxy_read_timeout ${TIMEOUT_S}s;`,
  })
  expect({ cuts, violations }).toEqual({ cuts: 0, violations: [] })
})

it('I5 I7: one that is cut off whenever nothing happens for a while comes back, and misses nothing', async () => {
  const { cuts, violations } = await runIdle({
    dir: runDir('idle-cut'),
    haste: 5,
    idleMs: 3_500,
    pauses: 1,
    nginx: 'proxy_read_timeout 1s;',
  })
  expect(violations).toEqual([])
  expect(cuts).toBeGreaterThan(0)
})
