import { once } from 'node:events'
import { connect } from 'node:net'

/** As much of Redis's protocol (RESP2) as adding to a stream takes: one connection, commands pipelined. */
export interface RespClient {
  /** Resolves to the answer's text; rejects with Redis's error. */
  call(...words: string[]): Promise<string>
}

export async function connectRedis(port: number): Promise<RespClient> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  const waiting: { resolve(text: string): void; reject(error: Error): void }[] = []
  let received = ''
  socket.setEncoding('utf8')
  socket.on('data', (text: string) => {
    received += text
    for (;;) {
      const answer = takeAnswer(received)
      if (answer === undefined) return
      received = received.slice(answer.length)
      const asked = waiting.shift()
      if (answer.error) asked?.reject(new Error(answer.text))
      else asked?.resolve(answer.text)
    }
  })
  return {
    call: (...words) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
        const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`)
        socket.write(`*${words.length}\r\n${parts.join('')}`)
      }),
  }
}

/** A simple string, an error, a number or a bulk string (of ASCII: what we ask for is nothing else). */
function takeAnswer(text: string): { text: string; length: number; error: boolean } | undefined {
  const end = text.indexOf('\r\n')
  if (end < 0) return undefined
  const line = text.slice(1, end)
  const size = Number(line)
  if (text[0] !== '$' || size < 0) return { text: line, length: end + 2, error: text[0] === '-' }
  const length = end + 2 + size + 2
  return text.length < length ? undefined : { text: text.slice(end + 2, length - 2), length, error: false }
}
