import { join, resolve } from 'node:path'
import { root } from '../../tooling/source-files.ts'

/** `APP_EXE`: the packaged app's program, which then is what is tested, and not the sources. */
export const PACKAGED = process.env['APP_EXE'] ? resolve(root, process.env['APP_EXE']) : undefined

/**
 * The app as a folder that a runtime can start: a package.json, and the bundles where it says. Not the repository's own,
 * into which `npm start` and `npm run dev` build while other tests run.
 */
export const APP_FOLDER = join(root, 'dist/launch')
