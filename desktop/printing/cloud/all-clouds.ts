import { feie } from './feie/index.ts'
import type { CloudModule } from './port.ts'
import { createYilianyun } from './yilianyun/index.ts'

/** Makes the services of cloud printers: one line each. */
export function createClouds(): readonly CloudModule[] {
  return [feie, createYilianyun()]
}
