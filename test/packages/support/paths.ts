import { join } from 'node:path'
import { root } from '../../tooling/source-files.ts'

/** Everything that the check builds. Nothing in here is ever published: the runtime in it is a stand-in. */
export const CHECK = join(root, 'dist/check')
export const LINUX = join(CHECK, 'linux')
export const WINDOWS = join(CHECK, 'windows')
export const STAND_IN_LINUX = join(CHECK, 'stand-in-linux')
export const STAND_IN_WINDOWS = join(CHECK, 'stand-in-windows')
