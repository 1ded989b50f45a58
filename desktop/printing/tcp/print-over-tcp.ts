import type { Clock } from '../../../shared/clock.ts'
import type { PrintReport } from '../../core/ports.ts'
import { openPrinterSocket, type PrinterSocket } from './printer-socket.ts'
import { judgeStatus, STATUS_QUESTIONS } from './status.ts'

/** The pause before a printer is asked again, milliseconds: a roll that ends in a ticket ends while it is printed. */
const SETTLE_MS = 1_500

/** The address of a printer on the network. */
export interface TcpPrinter {
  host: string
  port: number
}

/**
 * Prints bytes at a network printer (port 9100, raw). One that answers status is asked before and after: what is wrong
 * before costs no paper, and an answer after proves that it has received everything. `begins` is awaited before the first
 * byte. Rejects with what `begins` rejects with, and with nothing else.
 */
export async function printOverTcp(
  at: TcpPrinter,
  bytes: Uint8Array,
  { asks, clock, begins }: { asks: boolean; clock: Clock; begins(): Promise<void> },
): Promise<PrintReport> {
  const socket = await openPrinterSocket(at, clock)
  if (socket === 'unreachable') return { outcome: socket }
  try {
    const before = asks ? await readStatus(socket) : 'ok'
    if (before !== 'ok') return { outcome: before === 'cut_off' ? 'unreachable' : before }
    await begins()
    const sent = await socket.send(bytes)
    const after = sent !== 'ok' ? sent : asks ? await statusAfter(socket, clock) : await socket.finish()
    return after === 'ok' ? { outcome: after } : { outcome: after, doubt: true }
  } finally {
    socket.drop()
  }
}

/** Finds out whether a printer answers status: one that can be reached and does not is `silent`. Never rejects. */
export async function learnStatus(at: TcpPrinter, clock: Clock): Promise<'asks' | 'silent'> {
  const socket = await openPrinterSocket(at, clock)
  if (socket === 'unreachable') return 'asks'
  const status = await readStatus(socket)
  socket.drop()
  return status === 'no_answer' ? 'silent' : 'asks'
}

async function statusAfter(socket: PrinterSocket, clock: Clock): Promise<string> {
  const first = await readStatus(socket)
  if (first !== 'ok') return first
  await new Promise<void>((resolve) => clock.after(SETTLE_MS, resolve))
  return await readStatus(socket)
}

/** Asks the four questions, each behind the answer to the one before. Resolves to `ok` or a fault. */
async function readStatus(socket: PrinterSocket): Promise<string> {
  const answers: number[] = []
  for (const question of STATUS_QUESTIONS) {
    const answer = await socket.ask(question)
    // Some answer the first question only; what is known by then counts.
    if (answer === 'no_answer' && answers.length > 0) break
    if (typeof answer === 'string') return answer
    answers.push(answer)
  }
  return judgeStatus(answers)
}
