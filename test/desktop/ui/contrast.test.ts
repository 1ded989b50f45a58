import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../../tooling/source-files.ts'

const css = readFileSync(join(root, 'desktop/ui/theme/tokens.css'), 'utf8')

/** The colour of a token, light and dark. */
function colours(token: string): [string, string] {
  const both = new RegExp(`--${token}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css)
  const one = new RegExp(`--${token}: (#\\w{6})`).exec(css)?.[1]
  const [, light = one, dark = one] = both ?? []
  if (light === undefined || dark === undefined) throw new Error(`no token ${token}`)
  return [light, dark]
}

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

const TEXT: [string, string[]][] = [
  ['ink', ['paper', 'surface', 'sunken', 'jade-wash', 'persimmon-wash']],
  ['ink-soft', ['paper', 'surface', 'sunken']],
  ['jade', ['paper', 'surface', 'jade-wash']],
  ['persimmon', ['paper', 'surface', 'persimmon-wash']],
  ['cinnabar', ['paper', 'surface', 'cinnabar-wash']],
  ['on-brand', ['jade']],
  ['on-ground', ['jade-ground', 'persimmon-ground', 'cinnabar-ground', 'ink-ground']],
  ['age-fresh-ink', ['age-fresh']],
  ['age-due-ink', ['age-due']],
  ['age-late-ink', ['age-late']],
  ['ink', ['wall-ground']],
  ['ink-soft', ['wall-ground']],
  ['persimmon', ['wall-ground']],
  ['jade', ['wall-ground']],
]
const EDGES: [string, string[]][] = [
  ['line-strong', ['paper', 'surface']],
  ['focus', ['paper', 'surface']],
]

describe('the colours, light and dark', () => {
  const pairs = (list: [string, string[]][]) => list.flatMap(([on, grounds]) => grounds.map((ground) => [on, ground]))

  it.each(pairs(TEXT))('text in %s on %s has 4.5 : 1 (WCAG AA)', (on = '', ground = '') => {
    for (const theme of [0, 1] as const) {
      expect(contrast(colours(on)[theme], colours(ground)[theme])).toBeGreaterThanOrEqual(4.5)
    }
  })

  it.each(pairs(EDGES))('an edge in %s on %s has 3 : 1', (on = '', ground = '') => {
    for (const theme of [0, 1] as const) {
      expect(contrast(colours(on)[theme], colours(ground)[theme])).toBeGreaterThanOrEqual(3)
    }
  })
})
