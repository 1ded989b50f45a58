import type { PaperRoll, PrintedPiece } from './paper-roll.ts'

/** Reads a stream of ESC/POS onto a roll of paper, as a printer with a GBK font does. Chunks may end anywhere. */
export interface EscposReader {
  /** Prints what is complete. */
  read(bytes: Uint8Array): void
}

const letters = new TextDecoder('gb18030', { fatal: true })

/** The lengths of the commands that the printer knows, after their one or two letters; further ones it does not know. */
const COMMANDS: Record<string, number> = {
  '1b40': 0, // ESC @
  '1c26': 0, // FS &
  '1c2e': 0, // FS .
  '1b61': 1, // ESC a
  '1b45': 1, // ESC E
  '1b33': 1, // ESC 3
  '1b32': 0, // ESC 2
  '1b4a': 1, // ESC J
  '1b64': 1, // ESC d
  '1b42': 2, // ESC B
  '1b70': 3, // ESC p
  '1d21': 1, // GS !
  '1d42': 1, // GS B
}

/** Makes a reader that prints on `roll`. */
export function createEscposReader(roll: PaperRoll): EscposReader {
  let rest: readonly number[] = []
  let at = 0
  let line: PrintedPiece[] = []
  let look = { wide: 1, high: 1, bold: false, inverse: false }
  let [align, spacing, kanji] = [0, 30, false]

  const widthOf = (text: string) => (text.length === 1 && text <= '~' ? 1 : 2)
  const used = () => line.reduce((sum, { text, wide }) => sum + [...text].reduce((n, c) => n + widthOf(c), 0) * wide, 0)

  function endLine(): void {
    const tallest = Math.max(1, ...line.map(({ high }) => high)) * 24
    roll.printed.push({ what: 'line', pieces: line, align, height: Math.max(spacing, tallest) })
    line = []
  }

  function put(text: string): void {
    if (used() + widthOf(text) * look.wide > roll.columns) {
      roll.wrapped += 1
      endLine()
    }
    const last = line.at(-1)
    const same =
      last !== undefined && (Object.keys(look) as (keyof typeof look)[]).every((key) => last[key] === look[key])
    if (same) last.text += text
    else line.push({ text, ...look })
  }

  const hex = (bytes: readonly number[]) => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const strange = (bytes: readonly number[]) => roll.strange.push(hex(bytes))

  function obey(name: string, [a = 0]: readonly number[]): void {
    if (name === '1b40') {
      look = { wide: 1, high: 1, bold: false, inverse: false }
      ;[align, spacing, kanji, line] = [0, 30, false, []]
    } else if (name === '1c26' || name === '1c2e') kanji = name === '1c26'
    else if (name === '1b61') align = a
    else if (name === '1b45') look = { ...look, bold: (a & 1) === 1 }
    else if (name === '1d42') look = { ...look, inverse: (a & 1) === 1 }
    else if (name === '1d21') look = { ...look, wide: (a >> 4) + 1, high: (a & 15) + 1 }
    else if (name === '1b33' || name === '1b32') spacing = name === '1b32' ? 30 : a
    else if (name === '1b4a') roll.printed.push({ what: 'feed', height: a })
    else if (name === '1b64') roll.printed.push({ what: 'feed', height: a * spacing })
    else if (name === '1b42') roll.beeps += 1
    else if (name === '1b70') roll.drawerKicks += 1
  }

  const left = () => rest.length - at
  const ahead = (from: number, to: number) => rest.slice(at + from, at + to)

  /** Takes one command or letter from the front of what is left; the number of its bytes, 0: it is not complete. */
  function take(): number {
    const [first = 0, second, third, fourth] = ahead(0, 4)
    if (first === 0x0a) {
      endLine()
      return 1
    }
    if (first >= 0x20 && first <= 0x7e) {
      put(String.fromCharCode(first))
      return 1
    }
    if (first >= 0x81 && first <= 0xfe) return second === undefined ? 0 : takeSquare(first, second)
    if (![0x1b, 0x1c, 0x1d].includes(first)) {
      strange([first])
      return 1
    }
    if (second === undefined) return 0
    if (first === 0x1d && second === 0x56) {
      const length = third !== undefined && third >= 65 ? 4 : 3
      if (third === undefined || left() < length) return 0
      roll.printed.push({ what: 'feed', height: third >= 65 ? 100 + (fourth ?? 0) : 0 }, { what: 'cut' })
      return length
    }
    if (first === 0x1d && second === 0x76) return takePicture()
    const name = hex([first, second])
    const length = COMMANDS[name]
    if (length === undefined) {
      strange([first, second])
      return 2
    }
    if (left() < 2 + length) return 0
    obey(name, ahead(2, 2 + length))
    return 2 + length
  }

  function takeSquare(first: number, second: number): number {
    const [text = ''] = decode([first, second])
    // A private character is a hole in the font, and four-byte codes are not known here.
    if (!kanji || text === '' || /[\p{Co}\ufffd]/u.test(text)) {
      strange([first, second])
      return 2
    }
    put(text)
    return 2
  }

  function decode(bytes: readonly number[]): string[] {
    try {
      return [...letters.decode(Uint8Array.from(bytes))]
    } catch {
      return []
    }
  }

  function takePicture(): number {
    if (left() < 8) return 0
    const [xL = 0, xH = 0, yL = 0, yH = 0] = ahead(4, 8)
    const [across, height] = [xL + 256 * xH, yL + 256 * yH]
    const length = 8 + across * height
    if (left() < length) return 0
    if (line.length > 0) endLine()
    roll.printed.push({ what: 'picture', width: across * 8, height, rows: Uint8Array.from(ahead(8, length)), align })
    return length
  }

  return {
    read(bytes) {
      rest = [...rest.slice(at), ...bytes]
      at = 0
      for (let taken = 1; left() > 0 && taken > 0; at += taken) taken = take()
    },
  }
}
