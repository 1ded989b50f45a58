import { openRaw } from '../../lab/hostile/raw-socket.ts'

/** An answer as it stood on the wire. */
export interface WireAnswer {
  /** `HTTP/1.1 204 No Content` */
  line: string
  /** By name in lower case, each as it was sent; `date` and a made `x-request-id` are shown as `*`. */
  headers: Record<string, string>
  body: string
}

const MADE_ID = /\brq_[0-9a-f]{32}\b/g

/** Sends bytes on a connection of their own and returns what came back until the server closed it. */
export async function exchange(url: string, bytes: string): Promise<string> {
  const raw = await openRaw(url)
  raw.write(Buffer.from(bytes, 'latin1'))
  await raw.closed
  return raw.received().toString('utf8')
}

/** Reads answers that came one behind the other; an informational one (1xx) counts as one. */
export function readAnswers(received: string): WireAnswer[] {
  const answers: WireAnswer[] = []
  let rest = received
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n')
    const [line = '', ...fields] = rest.slice(0, end).split('\r\n')
    const headers = Object.fromEntries(fields.map(readField))
    const length = Number(headers['content-length'] ?? 0)
    const after = Buffer.from(rest.slice(end + 4))
    // An answer to HEAD has the length of a body that does not follow.
    const body = after.subarray(0, length).toString('utf8').replaceAll(MADE_ID, '*')
    answers.push({ line, headers, body })
    rest = after.subarray(length).toString('utf8')
  }
  return answers
}

function readField(field: string): [string, string] {
  const [, name = '', value = ''] = /^([^:]+): ?(.*)$/.exec(field) ?? []
  const key = name.toLowerCase()
  return [key, key === 'date' ? '*' : value.replaceAll(MADE_ID, '*')]
}
