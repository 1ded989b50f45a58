import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawAppIcon } from '../../icons/app-icon.ts'
import { encodePng } from '../../icons/png.ts'
import { drawTrayIcon, type Tone } from '../../icons/tray-icon.ts'
import { encodeIcns, ICNS_SIZES } from './icns.ts'
import { encodeIco } from './ico.ts'

const WINDOWS_SIZES = [16, 20, 24, 32, 40, 48, 64, 128, 256]
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512]

/** The tray draws its icons while it runs; of these a person can see how they look. */
const TRAY_SAMPLES: readonly { tone: Tone; badge: string }[] = [
  { tone: 'good', badge: '' },
  { tone: 'good', badge: '3' },
  { tone: 'warn', badge: '' },
  { tone: 'bad', badge: '!' },
  { tone: 'bad', badge: '9+' },
  { tone: 'muted', badge: '' },
]

/**
 * Draws the icons that the packages need: `icon.ico` (Windows), `icon.icns` (macOS), `linux/<n>x<n>.png`; and for
 * people `tray/<tone><badge>.png`, with `…-template.png` as macOS has it.
 */
export function writeIcons(folder: string): void {
  for (const part of ['linux', 'tray']) mkdirSync(join(folder, part), { recursive: true })
  writeFileSync(join(folder, 'icon.ico'), encodeIco(WINDOWS_SIZES.map((size) => drawAppIcon(size, 'full'))))
  writeFileSync(join(folder, 'icon.icns'), encodeIcns(ICNS_SIZES.map((size) => drawAppIcon(size, 'mac'))))
  for (const size of LINUX_SIZES) {
    writeFileSync(join(folder, 'linux', `${size}x${size}.png`), encodePng(drawAppIcon(size, 'full')))
  }
  for (const { tone, badge } of TRAY_SAMPLES) {
    const name = `${tone}${badge.replace('!', '-fault').replace('+', '-more')}`
    writeFileSync(join(folder, 'tray', `${name}.png`), encodePng(drawTrayIcon({ tone, badge }, 32)))
    const template = encodePng(drawTrayIcon({ tone, badge: '' }, 36, true))
    if (badge === '') writeFileSync(join(folder, 'tray', `${name}-template.png`), template)
  }
}
