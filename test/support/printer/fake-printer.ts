import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { newRoll, type PaperRoll } from './paper-roll.ts'
import { createEscposReader } from './read-escpos.ts'
import { createRealTimeReader } from './real-time.ts'
import { ALL_WELL, prints, type Sensors, statusByte } from './status-bytes.ts'

/** A fault of the way to the printer, or of its manners. Sensors are apart: `sense`. */
export type Manner =
  | { kind: 'good' }
  /** Takes `bytes`, then nothing for `everyMs`, and so on. */
  | { kind: 'slow'; bytes: number; everyMs: number }
  /** Accepts a connection, and neither reads nor answers. */
  | { kind: 'half_open' }
  /** Breaks the connection after so many bytes to print. */
  | { kind: 'cut'; afterBytes: number }
  /** Answers questions for its state with this. */
  | { kind: 'garbage'; bytes: readonly number[] }
  /** Prints, and answers no question, as makes without a way back do. */
  | { kind: 'mute' }

/** An imitated printer with a network card (port 9100 of real ones). */
export interface FakePrinter {
  port: number
  roll: PaperRoll
  /** The connections that were made so far. */
  connections(): number
  /** The questions for its state so far: the `n` of each `DLE EOT n`. */
  asked: number[]
  /** The bytes that wait in its memory for paper, or for a cover to be closed. */
  waiting(): number
  behave(manner: Manner): void
  /** Changes what its sensors see; what waits is printed once it can be. */
  sense(sensors: Partial<Sensors>): void
  /** Takes no more connections and breaks those there are: from now on the port refuses. */
  close(): Promise<void>
}

/** Starts a printer on a free port of loopback. */
export async function startFakePrinter(paper: 58 | 80 = 80): Promise<FakePrinter> {
  const roll = newRoll(paper)
  const asked: number[] = []
  const sockets = new Set<Socket>()
  let manner: Manner = { kind: 'good' }
  let sensors = ALL_WELL
  let connections = 0
  let memory: Uint8Array[] = []
  let reader = createEscposReader(roll)

  function printMemory(): void {
    if (!prints(sensors)) return
    for (const bytes of memory) reader.read(bytes)
    memory = []
  }

  function answer(socket: Socket, n: number): void {
    asked.push(n)
    if (manner.kind === 'mute') return
    const status =
      manner.kind === 'garbage' ? manner.bytes : [statusByte(n, sensors)].filter((byte) => byte !== undefined)
    if (status.length > 0) socket.write(Uint8Array.from(status))
  }

  function serve(socket: Socket): void {
    const realTime = createRealTimeReader()
    let taken = 0

    /** Takes bytes off the wire; a connection that is cut has lost the rest. */
    function take(bytes: Uint8Array): void {
      const { found, left } = realTime.read(bytes)
      const room = manner.kind === 'cut' ? Math.max(0, manner.afterBytes - taken) : left.length
      taken += left.length
      memory.push(left.subarray(0, room))
      printMemory()
      if (manner.kind === 'cut' && taken >= manner.afterBytes) {
        // What a printer has in the middle of a command when its power goes is gone.
        reader = createEscposReader(roll)
        socket.resetAndDestroy()
        return
      }
      for (const command of found) {
        if ('asks' in command) answer(socket, command.asks)
        if ('kicks' in command) roll.drawerKicks += 1
      }
    }

    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    if (manner.kind === 'half_open') {
      socket.pause()
      return
    }
    socket.on('data', (bytes) => {
      if (manner.kind !== 'slow') return take(bytes)
      const { bytes: most, everyMs } = manner
      take(bytes.subarray(0, most))
      if (bytes.length > most) socket.unshift(bytes.subarray(most))
      socket.pause()
      setTimeout(() => socket.resume(), everyMs)
    })
  }

  const server = createServer((socket) => {
    connections += 1
    sockets.add(socket)
    serve(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    port: (server.address() as AddressInfo).port,
    roll,
    asked,
    connections: () => connections,
    waiting: () => memory.reduce((sum, { length }) => sum + length, 0),
    behave(next) {
      manner = next
    },
    sense(changed) {
      sensors = { ...sensors, ...changed }
      printMemory()
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
