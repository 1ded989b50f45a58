import { type Bell, createBell } from '../../../desktop/core/bell/bell.ts'
import type { Clock } from '../../../shared/clock.ts'
import { createMemoryDisk } from '../../desktop/core/support/memory-disk.ts'
import { recordingLog, seededRandom } from '../../desktop/core/support/small-ports.ts'
import type { Sound } from './history.ts'
import type { DevicePlan } from './layouts.ts'
import { createLoudspeaker, type Loudspeaker } from './loudspeaker.ts'
import { createNetwork, type Network } from './network.ts'

/** One device of the shop: the real core, with a loudspeaker and a network of the rush. */
export interface RushDevice {
  plan: DevicePlan
  bell: Bell
  network: Network
  loudspeaker: Loudspeaker
  /** Whether it is in sync with the server, as its screen says. */
  connected(): boolean
}

/** Makes a paired device; `index` is its place among the others. Its bell is not started yet. */
export function createRushDevice(deps: {
  clock: Clock
  plan: DevicePlan
  index: number
  seed: number
  token: string
  serverUrl(): string | undefined
  sounded(sound: Sound): void
}): RushDevice {
  const { clock, plan, index } = deps
  const network = createNetwork(deps.serverUrl, deps.token)
  const connected = () => bell.status().link === 'connected'
  const loudspeaker = createLoudspeaker({ clock, plan, device: index, isConnected: connected, sounded: deps.sounded })
  const settings = JSON.stringify({ locale: 'zh-CN', output: plan.output, group: plan.room })
  const disk = (text?: string) => createMemoryDisk(text ?? null).open().file
  const bell = createBell(
    {
      transport: network.transport,
      requester: network.requester,
      voice: loudspeaker.voice,
      chime: loudspeaker.chime,
      notifier: { show: async () => 'none', dismiss() {} },
      dialog: { show: async () => 'ok', dismiss() {} },
      files: { inbox: disk(), answers: disk(), settings: disk(settings) },
      clock,
      random: seededRandom(deps.seed + index),
      log: recordingLog(),
      undoMs: 0,
    },
    { url: 'ws://of-the-network', token: deps.token, device: { app: 'rush', version: '0', platform: 'simulated' } },
  )
  return { plan, bell, network, loudspeaker, connected }
}
