import type { PaperRoll, Printed, PrintedPiece } from './paper-roll.ts'

const MARGIN = 24
const PAPER = '#fdfdf8'
const INK = '#222'

/** Draws a roll of paper as an SVG picture, one unit a dot: every letter in the cells that a printer's font has for it. */
export function drawRoll({ columns, printed }: PaperRoll): string {
  const width = columns * 12
  let y = 0
  const parts = printed.map((part) => {
    const drawn = drawPart(part, y, width)
    y += part.what === 'cut' ? 24 : part.height
    return drawn
  })
  const height = y + 2 * MARGIN
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width + 2 * MARGIN}" height="${height}"`,
    ` viewBox="${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height}">`,
    `<rect x="${-MARGIN}" y="${-MARGIN}" width="100%" height="100%" fill="${PAPER}"/>`,
    `<g font-family="'Noto Sans Mono CJK SC', monospace" font-size="24" fill="${INK}">${parts.join('')}</g></svg>`,
  ].join('')
}

function drawPart(part: Printed, y: number, width: number): string {
  if (part.what === 'feed') return ''
  if (part.what === 'cut')
    return `<path d="M${-MARGIN} ${y + 12}H${width + MARGIN}" stroke="#c66" stroke-dasharray="6 6" fill="none"/>`
  if (part.what === 'picture') return drawPicture(part, part.align === 1 ? (width - part.width) / 2 : 0, y)
  return drawLine(part, y, width)
}

function drawLine({ pieces, align }: Printed & { what: 'line' }, y: number, width: number): string {
  const tallest = Math.max(1, ...pieces.map(({ high }) => high)) * 24
  const length = pieces.reduce((sum, piece) => sum + cells(piece).reduce((n, { wide }) => n + wide, 0), 0)
  let x = align === 1 ? Math.floor((width - length) / 2) : 0
  return pieces
    .flatMap((piece) => {
      const top = y + tallest - piece.high * 24
      return cells(piece).map(({ text, wide }) => {
        const drawn = drawLetter(text, piece, x, top, wide)
        x += wide
        return drawn
      })
    })
    .join('')
}

function cells({ text, wide }: PrintedPiece): { text: string; wide: number }[] {
  return [...text].map((letter) => ({ text: letter, wide: (letter <= '~' ? 12 : 24) * wide }))
}

function drawLetter(text: string, { wide, high, bold, inverse }: PrintedPiece, x: number, y: number, width: number) {
  const ground = inverse ? `<rect x="${x}" y="${y}" width="${width}" height="${high * 24}" fill="${INK}"/>` : ''
  if (text === ' ') return ground
  const look = `${inverse ? ` fill="${PAPER}"` : ''}${bold ? ' font-weight="700"' : ''}`
  return `${ground}<text transform="translate(${x} ${y}) scale(${wide} ${high})" y="21"${look}>${escaped(text)}</text>`
}

function drawPicture({ width, height, rows }: Printed & { what: 'picture' }, left: number, top: number): string {
  const across = width / 8
  let path = ''
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      if (((rows[y * across + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0) path += `M${left + x} ${top + y}h1v1h-1z`
  return `<path d="${path}" fill="${INK}"/>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
