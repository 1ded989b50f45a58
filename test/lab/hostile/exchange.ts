import type { OddRequest } from './odd-requests.ts'
import { openRaw } from './raw-socket.ts'

/**
 * The answers that came on one connection: the code of a problem, else the status. Resolves when the server has closed
 * it. What the parser refuses is cut off at once; an answer that was on its way is lost then, and counts as given.
 */
export async function exchange(url: string, { bytes, answers }: OddRequest): Promise<(string | number)[]> {
  const raw = await openRaw(url)
  for (const part of bytes) raw.write(part)
  await raw.closed
  const read = answersIn(raw.received())
  const refused = answers.length === 1 && typeof answers[0] === 'number' && answers[0] >= 400
  return read.length === 0 && refused ? answers : read
}

/** Reads answers one behind the other; each has a length, or nothing behind its head but an empty chunk. */
function answersIn(received: Buffer): (string | number)[] {
  const answers: (string | number)[] = []
  let rest = received.toString('latin1')
  for (;;) {
    const head = /^HTTP\/1\.1 (\d{3}) [\s\S]*?\r\n\r\n/.exec(rest)
    if (head === null) return rest === '' ? answers : [...answers, `not an answer: ${rest.slice(0, 60)}`]
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head[0])?.[1] ?? 0)
    const body = rest.slice(head[0].length, head[0].length + length)
    answers.push(/^\{"type":"\/problems\/(\w+)"/.exec(body)?.[1] ?? Number(head[1]))
    rest = rest.slice(head[0].length + length).replace(/^0\r\n\r\n/, '')
  }
}
