import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodePng } from '../../../desktop/icons/png.ts'
import type { Image } from './tray.ts'

/** The name of the world in which Electron's preload scripts run. */
export const ISOLATED_WORLD = 'Electron Isolated Context'

/**
 * Makes the scripts that run in every document of a window before its own; as source, since a policy may forbid eval.
 */
export function pageScripts(preloadFile: string): { main: string; isolated: string } {
  const token = JSON.stringify(`stand-in:${randomUUID()}:`)
  const script = (name: string) =>
    readFileSync(join(import.meta.dirname, 'page', name), 'utf8').replace(/^\/\/.*\n/gm, '')
  const body = (name: string) => script(name).trim().replace(/^;/, '')
  const preload = `(require, module, exports) => {\n${readFileSync(preloadFile, 'utf8')}\n}`
  return {
    main: `(${body('main-world.js')})(${token})`,
    isolated: `(${body('isolated-world.js')})(${token}, ${preload})`,
  }
}

/** Makes the script that gives a page, and so its window, the app's icon. */
export function iconScript({ bgra, width }: Image): string {
  const href = `data:image/png;base64,${encodePng({ bgra, size: width }).toString('base64')}`
  return `addEventListener('DOMContentLoaded', () => {
    document.head.append(Object.assign(document.createElement('link'), { rel: 'icon', href: ${JSON.stringify(href)} }))
  })`
}
