import { join } from 'node:path'
import type { Child } from '../../support/start-process.ts'
import { type ChildRun, startChild } from './child.ts'
import type { DeviceOptions, RunOptions } from './run-files.ts'
import type { Shop } from './shops.ts'

/** A device in a process of its own, that is started again when it crashes. */
export interface DeviceChild {
  deviceId: string
  storeId: string
  journal: string
  /** The position it has told last. */
  at(): number
  /** Kills it; the one that takes its place knows what its journal knows. */
  crash(): Promise<void>
  stop(): Promise<void>
  /** The process that it is now. */
  pid(): number
}

/** Starts the device; it connects to wherever the run's server is, for ever, until it is stopped. */
export async function startDeviceChild(
  run: RunOptions,
  { storeId }: Shop,
  { deviceId, token }: Shop['devices'][number],
  through?: ChildRun,
): Promise<DeviceChild> {
  const journal = join(run.dir, `${deviceId}.device.jsonl`)
  let at = -1
  let over = false
  let child = await start()

  async function start(): Promise<Child> {
    const options: DeviceOptions = { ...run, journal, token }
    const started = await startChild(new URL('../children/device.ts', import.meta.url), options, through)
    void listen(started)
    return started
  }

  async function listen(to: Child): Promise<void> {
    try {
      for (;;) at = await to.message((message) => message['at'] as number | undefined)
    } catch (error) {
      if (to === child && !over) throw error
    }
  }

  return {
    deviceId,
    storeId,
    journal,
    at: () => at,
    async crash() {
      const old = child
      child = await start()
      await old.kill()
    },
    async stop() {
      over = true
      await child.kill()
    },
    pid: () => child.pid,
  }
}
