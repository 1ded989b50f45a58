import { type Cluster, clustersOf } from '../../../shared/tickets/columns.ts'
import { CODE_PAGE } from './code-page.ts'

const PLACEHOLDER = '□'
const SELECTORS = /\p{Variation_Selector}/gu

/** Tells whether a printer has every letter of a text. */
export function isPrintable(text: string): boolean {
  return bytesOf(text.replace(SELECTORS, '')) !== undefined
}

/**
 * Encodes a text for a printer, in the columns that it was laid out for: ASCII and the code page, and never a control
 * byte. A letter that the printer lacks becomes its base (ñ → n), or else □, of which `missing` tells.
 */
export function encodeText(text: string): { bytes: number[]; missing: boolean } {
  const bytes: number[] = []
  let lacking = 0
  let missing = false
  const fill = () => {
    bytes.push(...placeholders(lacking))
    lacking = 0
  }
  for (const cluster of clustersOf(text)) {
    const found = bytesOf(cluster.text.replace(SELECTORS, '')) ?? bytesOfBase(cluster)
    if (found === undefined) {
      lacking += cluster.columns
      missing = true
    } else {
      fill()
      bytes.push(...found)
    }
  }
  fill()
  return { bytes, missing }
}

/** A row of letters that lack is one row of squares, so that their columns come out even. */
function placeholders(columns: number): number[] {
  if (columns === 1) return [0x3f]
  const squares = bytesOf(PLACEHOLDER.repeat(columns >> 1)) ?? Array<number>(columns & ~1).fill(0x3f)
  return columns % 2 === 0 ? squares : [...squares, 0x20]
}

function bytesOfBase({ text, columns }: Cluster): number[] | undefined {
  const base = text.normalize('NFKD').replace(/\p{M}/gu, '')
  const bytes = bytesOf(base)
  return bytes?.length === columns ? bytes : undefined
}

function bytesOf(text: string): number[] | undefined {
  const bytes: number[] = []
  for (const character of text) {
    const code = /^[ -~]$/.test(character) ? character.charCodeAt(0) : CODE_PAGE.get(character)
    if (code === undefined) return undefined
    if (code > 0xff) bytes.push(code >> 8)
    bytes.push(code & 0xff)
  }
  return bytes
}
