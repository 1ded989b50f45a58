import { expect, it } from 'vitest'
import { drawQr } from '../../../desktop/ui/shop/qr-path.ts'

/** The modules around a code, and those of a finder pattern (ISO/IEC 18004). */
const QUIET = 4
const FINDER = ['#######', '#.....#', '#.###.#', '#.###.#', '#.###.#', '#.....#', '#######']

/** The drawing as rows of characters, `#` for dark. */
function rowsOf({ size, path }: ReturnType<typeof drawQr>): string[] {
  const dark = new Set([...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`))
  return Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_unused, x) => (dark.has(`${x} ${y}`) ? '#' : '.')).join(''),
  )
}

it('a drawing of a link has its three finder patterns, and light all around it', () => {
  const drawn = drawQr('http://192.168.1.20:8080/#pair=123456789012')
  const rows = rowsOf(drawn)
  const modules = drawn.size - 2 * QUIET
  expect((modules - 17) % 4).toBe(0)
  const part = (x: number, y: number) => rows.slice(y, y + 7).map((row) => row.slice(x, x + 7))
  const far = QUIET + modules - 7
  for (const [x, y] of [[QUIET, QUIET] as const, [far, QUIET] as const, [QUIET, far] as const])
    expect(part(x, y)).toEqual(FINDER)
  const light = '.'.repeat(drawn.size)
  expect([...rows.slice(0, QUIET), ...rows.slice(-QUIET)]).toEqual(Array.from({ length: 2 * QUIET }, () => light))
  expect(rows.every((row) => row.startsWith('....') && row.endsWith('....'))).toBe(true)
})

it('another text is another drawing, and one that no code holds is refused', () => {
  expect(drawQr('a').path).not.toBe(drawQr('b').path)
  expect(() => drawQr('x'.repeat(5_000))).toThrow()
})
