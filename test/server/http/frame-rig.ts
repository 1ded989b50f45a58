import { expect } from 'vitest'
import { isSynced } from '../../support/frames.ts'
import { helloFrame } from '../../support/reminder-link.ts'
import type { TestDevice } from '../../support/test-device.ts'
import type { World } from './world.ts'

/** An ack, right or wrong. */
export const ackTo = (seq: unknown) => ({ op: 'ack', seq })
/** The hello of the world's device, changed. */
export const helloWith = (world: World, change: object) => ({ ...helloFrame(world.device.token), ...change })
/** A frame as a message shows it. */
export const tried = (frame: object | string | Buffer) =>
  (Buffer.isBuffer(frame) ? frame.toString() : typeof frame === 'string' ? frame : JSON.stringify(frame)).slice(0, 120)

/** Connects as the world's device and catches up. */
export async function live(world: World, token = world.device.token): Promise<TestDevice> {
  const connected = await world.connect({ token })
  await connected.synced()
  return connected
}

/** A `sync` is answered, so whatever came before it was read, and the connection lives. */
export async function alive(connected: TestDevice, what: string): Promise<void> {
  const from = connected.frames.length
  connected.send({ op: 'sync' })
  await expect(connected.until(isSynced, from), what).resolves.toBeTruthy()
}
