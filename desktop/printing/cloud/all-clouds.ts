import { feie } from './feie/index.ts'
import type { CloudModule } from './port.ts'

/** The services of cloud printers: one line each. */
export const ALL_CLOUDS: readonly CloudModule[] = [feie]
