import { createConnection } from 'node:net'
import type { Clock } from '../../../shared/clock.ts'
import { parseStatusByte, type StatusQuestion } from './status.ts'

/** The limits of one exchange, milliseconds. All before the first byte are over within eight seconds. */
const CONNECT_LIMIT_MS = 3_000
const ANSWER_LIMIT_MS = 1_500
/** The longest time in which a printer takes nothing of what it is sent. */
const STALL_LIMIT_MS = 6_000
/** The longest time for one ticket: a printer that takes a byte now and then is not waited for. */
const SEND_LIMIT_MS = 60_000
const CLOSE_LIMIT_MS = 3_000
const CHUNK_BYTES = 1_024
/** The most bytes of answers that are looked at: nothing that a printer says is longer. */
const MOST_ANSWER_BYTES = 1_024

export interface PrinterSocket {
  /** Asks one question of real-time status; resolves to the byte, or to the reason why there is none. Never rejects. */
  ask(question: StatusQuestion): Promise<number | 'no_answer' | 'bad_status' | 'cut_off'>
  /** Sends bytes; resolves when the system has taken the last one. Never rejects. */
  send(bytes: Uint8Array): Promise<'ok' | 'timeout' | 'cut_off'>
  /** Ends the connection politely; resolves once the printer has ended it too, or has not for 3 s. Never rejects. */
  finish(): Promise<'ok' | 'cut_off'>
  /** Gives the connection up. */
  drop(): void
}

/** Connects to a printer; resolves to `unreachable` when nobody answers within 3 s. Never rejects. */
export function openPrinterSocket(
  at: { host: string; port: number },
  clock: Clock,
): Promise<PrinterSocket | 'unreachable'> {
  return new Promise((resolve) => {
    const socket = createConnection({ ...at, noDelay: true })
    let over = false
    let broken = false
    let heard: number[] = []
    const waiting = new Set<() => void>()
    const notify = () => {
      for (const look of [...waiting]) look()
    }
    socket.on('error', () => {
      broken = true
    })
    socket.on('close', () => {
      over = true
      resolve('unreachable')
      notify()
    })
    socket.on('data', (bytes) => {
      heard = [...heard, ...bytes].slice(0, MOST_ANSWER_BYTES)
      notify()
    })

    /** Resolves to what `find` has found once it has found something, or to `late` after `ms`. */
    function until<T, L>(find: () => T | undefined, ms: number, late: () => L): Promise<T | L> {
      return new Promise((done) => {
        const settle = (result: T | L) => {
          cancel()
          waiting.delete(look)
          done(result)
        }
        const look = () => {
          const found = find()
          if (found !== undefined) settle(found)
        }
        const cancel = clock.after(ms, () => settle(late()))
        waiting.add(look)
        look()
      })
    }

    const cutOff = () => (over || broken ? ('cut_off' as const) : undefined)

    async function ask(question: StatusQuestion) {
      heard = []
      if (over) return 'cut_off' as const
      socket.write(question)
      return await until(
        () => heard.find((byte) => parseStatusByte(byte) !== undefined) ?? cutOff(),
        ANSWER_LIMIT_MS,
        () => (heard.length > 0 ? ('bad_status' as const) : ('no_answer' as const)),
      )
    }

    async function send(bytes: Uint8Array) {
      const began = clock.elapsed()
      for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
        if (clock.elapsed() - began > SEND_LIMIT_MS) return 'timeout' as const
        let taken = false
        socket.write(bytes.subarray(at, at + CHUNK_BYTES), () => {
          taken = true
          notify()
        })
        const how = await until(
          () => cutOff() ?? (taken ? ('ok' as const) : undefined),
          STALL_LIMIT_MS,
          () => 'timeout' as const,
        )
        if (how !== 'ok') return how
      }
      return 'ok' as const
    }

    async function finish() {
      socket.end()
      await until(
        () => over || undefined,
        CLOSE_LIMIT_MS,
        () => true,
      )
      return broken ? ('cut_off' as const) : ('ok' as const)
    }

    const giveUp = clock.after(CONNECT_LIMIT_MS, () => socket.destroy())
    socket.on('connect', () => {
      giveUp()
      resolve({ ask, send, finish, drop: () => socket.destroy() })
    })
    socket.on('close', giveUp)
  })
}
