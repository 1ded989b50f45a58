import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { drawRoll } from './draw-roll.ts'
import { type FakePrinter, startFakePrinter } from './fake-printer.ts'
import { textOf } from './paper-roll.ts'
import type { Sensors } from './status-bytes.ts'

const ESC = '\u001b'
const GS = '\u001d'

async function start(paper: 58 | 80 = 80): Promise<{ printer: FakePrinter; line: Socket }> {
  const printer = await startFakePrinter(paper)
  onTestFinished(() => printer.close())
  return { printer, line: await dial(printer.port) }
}

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

async function ask(line: Socket, n: number): Promise<number[]> {
  line.write(Uint8Array.from([0x10, 0x04, n]))
  const [bytes] = (await once(line, 'data')) as [Uint8Array]
  return [...bytes]
}

/** Sends bytes, and waits until the printer has read them: it answers what comes behind them. */
async function send(line: Socket, bytes: string | Uint8Array): Promise<void> {
  line.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  await ask(line, 1)
}

describe('the imitated printer', () => {
  it('prints letters, Chinese ones too, with their looks, in lines', async () => {
    const { printer, line } = await start()
    await send(line, `${ESC}@\u001c&${ESC}a\u0001${GS}!\u0011${ESC}E\u0001${GS}B\u0001`)
    await send(line, Uint8Array.from([0xd6, 0xd0, 0xce, 0xc4, 0x41, 0x0a]))
    expect(printer.roll.printed).toEqual([
      { what: 'line', align: 1, height: 48, pieces: [{ text: '中文A', wide: 2, high: 2, bold: true, inverse: true }] },
    ])
  })

  it('reads a stream that is cut anywhere', async () => {
    const { printer, line } = await start()
    for (const byte of [
      0x1b, 0x40, 0x1c, 0x26, 0xd6, 0xd0, 0x0a, 0x1d, 0x76, 0x30, 0, 1, 0, 2, 0, 0xff, 0x00, 0x1d, 0x56, 66, 0,
    ])
      await send(line, Uint8Array.from([byte]))
    expect(textOf(printer.roll)).toEqual(['中', '[picture]', '[cut]'])
  })

  it('wraps a line that is too long, counts it, and notes what it does not know', async () => {
    const { printer, line } = await start(58)
    await send(line, `${'W'.repeat(33)}\n${ESC}Z\u0007`)
    expect(printer.roll).toMatchObject({ wrapped: 1, strange: ['1b5a', '07'] })
    // Four bytes of GB 18030 are two unknown letters with digits, as on a printer whose font is GBK.
    await send(line, Uint8Array.from([0x1c, 0x26, 0x95, 0x32, 0xb7, 0x33, 0x0a]))
    expect(printer.roll.strange.length).toBeGreaterThan(2)
  })

  it('beeps, and opens its drawer, by the command in line and by the one that works anywhere', async () => {
    const { printer, line } = await start()
    await send(line, `${ESC}B\u0003\u0002${ESC}p\u0000\u0019\u0032`)
    await send(line, Uint8Array.from([0x10, 0x14, 1, 0, 5]))
    expect(printer.roll).toMatchObject({ beeps: 1, drawerKicks: 2, strange: [] })
  })

  it.each<[Partial<Sensors>, number[]]>([
    [{}, [0x12, 0x12, 0x12, 0x12]],
    [{ paper: 'near_end' }, [0x12, 0x12, 0x12, 0x1e]],
    [{ paper: 'out' }, [0x1a, 0x32, 0x12, 0x7e]],
    [{ coverOpen: true }, [0x1a, 0x16, 0x12, 0x12]],
    [{ offline: true }, [0x1a, 0x12, 0x12, 0x12]],
    [{ cutterStuck: true }, [0x1a, 0x52, 0x1a, 0x12]],
  ])('with %o answers DLE EOT 1 to 4 with %o', async (sensors, expected) => {
    const { printer, line } = await start()
    printer.sense(sensors)
    const answers = []
    for (const n of [1, 2, 3, 4]) answers.push(...(await ask(line, n)))
    expect(answers).toEqual(expected)
    expect(printer.asked).toEqual([1, 2, 3, 4])
  })

  it('without paper keeps what comes, and prints it once there is paper', async () => {
    const { printer, line } = await start()
    printer.sense({ paper: 'out' })
    await send(line, 'late\n')
    expect(textOf(printer.roll)).toEqual([])
    expect(printer.waiting()).toBe(5)
    printer.sense({ paper: 'enough' })
    expect(textOf(printer.roll)).toEqual(['late'])
  })

  it('cut in the middle has printed the beginning, and breaks the connection', async () => {
    const { printer, line } = await start()
    printer.behave({ kind: 'cut', afterBytes: 6 })
    line.on('error', () => {})
    line.write('one\ntwo\n')
    await new Promise((closed) => line.once('close', closed))
    expect(textOf(printer.roll)).toEqual(['one'])
  })

  it('that is slow takes a few bytes at a time, and all of them', async () => {
    const { printer, line } = await start()
    printer.behave({ kind: 'slow', bytes: 2, everyMs: 1 })
    line.write('slowly\n')
    await expect.poll(() => textOf(printer.roll)).toEqual(['slowly'])
  })

  it('that is half open takes a connection and never answers; a mute one prints all the same', async () => {
    const { printer, line } = await start()
    printer.behave({ kind: 'half_open' })
    const second = await dial(printer.port)
    second.write(Uint8Array.from([0x10, 0x04, 1]))
    printer.behave({ kind: 'mute' })
    line.write('x\n\u0010\u0004\u0001')
    await expect.poll(() => printer.asked).toEqual([1])
    expect(textOf(printer.roll)).toEqual(['x'])
    expect([line.bytesRead, second.bytesRead]).toEqual([0, 0])
  })

  it('answers garbage when it is told to', async () => {
    const { printer, line } = await start()
    printer.behave({ kind: 'garbage', bytes: [0xff, 0x00, 0x41] })
    expect(await ask(line, 4)).toEqual([0xff, 0x00, 0x41])
  })

  it('refuses once it is closed', async () => {
    const printer = await startFakePrinter()
    await printer.close()
    await expect(dial(printer.port)).rejects.toThrow('ECONNREFUSED')
  })

  it('draws its paper, with letters in their cells', async () => {
    const { printer, line } = await start(58)
    await send(line, `<b>&\n${GS}v0\u0000\u0001\u0000\u0001\u0000\u0080${GS}V\u0000`)
    const svg = drawRoll(printer.roll)
    expect(svg).toContain('width="432"')
    expect(svg).toContain('&#60;')
    expect(svg).toContain('M0 30h1v1h-1z')
  })
})
