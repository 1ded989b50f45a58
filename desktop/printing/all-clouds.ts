import { feie } from './cloud/feie/index.ts'
import type { CloudModule } from './cloud/port.ts'
import { createYilianyun } from './cloud/yilianyun/index.ts'

/** Makes the services of cloud printers: one line each. */
export function createClouds(): readonly CloudModule[] {
  return [feie, createYilianyun()]
}
