const LINE_FEED = 0x0a

/**
 * The characters that a Chinese printer draws by itself, with their two bytes: GB 18030 as far as two bytes go, which is
 * what every such printer has of it (GBK). The four-byte part is left out: a printer that does not know it prints its
 * second and fourth bytes as digits. Empty on a host without the decoder.
 */
export const CODE_PAGE: ReadonlyMap<string, number> = new Map(readCodePage())

function readCodePage(): [string, number][] {
  const codes = allCodes()
  const bytes = new Uint8Array(codes.flatMap((code) => [code >> 8, code & 0xff, LINE_FEED]))
  const characters = decode(bytes).split('\n')
  return codes.flatMap((code, index) => {
    const character = characters[index] ?? ''
    return isCharacter(character) ? [[character, code]] : []
  })
}

function allCodes(): number[] {
  const codes: number[] = []
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1) if (trail !== 0x7f) codes.push((lead << 8) | trail)
  return codes
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('gb18030').decode(bytes)
  } catch {
    return ''
  }
}

/**
 * Each of these codes is one character; places for a shop's own characters are empty on a printer. Latin letters with
 * accents are twice as wide as their neighbours there: `cr è me`. Their base letters are read better.
 */
function isCharacter(text: string): boolean {
  return text.length === 1 && !/[\p{Co}\p{Cn}\p{Cc}\ufffd]|(?![×÷])[\u00c0-\u024f\u1e00-\u1eff]/u.test(text)
}
