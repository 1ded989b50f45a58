import { gzipSync } from 'node:zlib'
import type { Target } from './target.ts'

/** Bytes for a connection of their own, and what they must be answered with. */
export interface OddRequest {
  name: string
  /** Sent one after the other. */
  bytes: (string | Buffer)[]
  /** The codes of problems, or bare statuses of what is refused before anybody reads it; in the order of the answers. */
  answers: (string | number)[]
}

const line = (method: string, path: string, version = 'HTTP/1.1') => `${method} ${path} ${version}\r\n`
const close = 'Connection: close\r\n'
const host = 'Host: localhost\r\n'
/** The last chunk. Bodies that are too long are read to their end before they are answered. */
const END = '0\r\n\r\n'

/** Everything in a size or a shape that HTTP has no room for. */
export function oddRequests({ keys }: Target): OddRequest[] {
  const json = `${host}Content-Type: application/json\r\nAuthorization: Bearer ${keys.ordering}\r\n`
  const order = line('POST', '/v1/orders')
  const chunked = 'Transfer-Encoding: chunked\r\n'
  const bomb = gzipSync(Buffer.alloc(50_000_000))
  const health = (more: string) => `${line('GET', '/healthz')}${host}${more}\r\n`
  const row = (name: string, answers: OddRequest['answers'], ...bytes: OddRequest['bytes']) => ({
    name,
    answers,
    bytes,
  })
  return [
    row('an address of 8 kB', ['route_unknown'], `${line('GET', `/${'x'.repeat(8_000)}`)}${host}${close}\r\n`),
    row('an address of 70 kB', [431], `${line('GET', `/${'x'.repeat(70_000)}`)}${host}${close}\r\n`),
    row('a header of 12 kB', [200], health(`X: ${'x'.repeat(12_000)}\r\n${close}`)),
    row('a header of 20 kB', [431], health(`X: ${'x'.repeat(20_000)}\r\n${close}`)),
    row('a name of a header of 20 kB', [431], health(`${'x'.repeat(20_000)}: x\r\n${close}`)),
    row('1,000 headers', [200], health(`${Array.from({ length: 1_000 }, (_, i) => `a${i}: b\r\n`).join('')}${close}`)),
    row('4,000 headers', [431], health(`${Array.from({ length: 4_000 }, (_, i) => `a${i}: b\r\n`).join('')}${close}`)),
    row('the same header 1,500 times', [200], health(`${'a: b\r\n'.repeat(1_500)}${close}`)),
    row(
      '10 GB announced by nobody',
      ['unauthenticated'],
      `${order}${host}Content-Length: 10000000000\r\n${close}\r\n{`,
    ),
    row('300 kB in chunks', ['body_too_large'], `${order}${json}${chunked}${close}\r\n`, ...chunks(300, 1_000), END),
    row(
      '300 kB in chunks of a byte',
      ['body_too_large'],
      `${order}${json}${chunked}${close}\r\n`,
      ...chunks(300_000, 1),
      END,
    ),
    row('a chunk of 2⁶⁴ bytes', [400], `${order}${json}${chunked}${close}\r\nFFFFFFFFFFFFFFFFF\r\nx`),
    row('a chunk without a size', [400], `${order}${json}${chunked}${close}\r\nx\r\n`),
    row(
      '20 kB behind the size of a chunk',
      [413],
      `${order}${json}${chunked}${close}\r\n1;${'x'.repeat(20_000)}\r\n{\r\n`,
    ),
    row(
      '50 MB of zeros, packed',
      ['media_type_unsupported'],
      `${order}${json}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n${close}\r\n`,
      bomb,
    ),
    ...['-1', 'abc', '1e3', '0x10', '+5', '1, 2', '9'.repeat(30)].map((length) =>
      row(`a length of ${length}`, [400], `${order}${json}Content-Length: ${length}\r\n${close}\r\n`),
    ),
    row('two lengths', [400], `${order}${json}Content-Length: 2\r\nContent-Length: 3\r\n${close}\r\n{}`),
    row('a length and chunks', [400], `${order}${json}Content-Length: 4\r\n${chunked}${close}\r\n0\r\n\r\n`),
    row('chunks, twice', [400], `${order}${json}${chunked}Transfer-Encoding: identity\r\n${close}\r\n0\r\n\r\n`),
    row('an unknown coding', [400], `${order}${json}Transfer-Encoding: x\r\n${close}\r\n0\r\n\r\n`),
    row('a header with a NUL', [400], health(`X: a\0b\r\n${close}`)),
    row('a space before the colon', [400], health(`X : a\r\n${close}`)),
    row('a line that goes on', [400], health(`X: a\r\n b\r\n${close}`)),
    row('bare line feeds', [400], `GET /healthz HTTP/1.1\nHost: localhost\n\n`),
    row('no host', [400], `${line('GET', '/healthz')}${close}\r\n`),
    // Node takes the first; nothing here is decided by it but whether a page is one of our own.
    row('two hosts', [200], health(`${host}${close}`)),
    row('an expectation', [417], health(`Expect: the-unexpected\r\n${close}`)),
    row('HTTP/0.9', [200], 'GET /healthz\r\n\r\n'),
    row('HTTP/1.0', [200], `${line('GET', '/healthz', 'HTTP/1.0')}\r\n`),
    row('HTTP/2', [400], 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    row('HTTP/9.9', [400], `${line('GET', '/healthz', 'HTTP/9.9')}${host}\r\n`),
    row('TLS', [400], Buffer.from('16030100c8010000c403035d', 'hex')),
    row('a method of nobody', [400], `${line('DANCE', '/healthz')}${host}${close}\r\n`),
    row('a whole address', ['route_unknown'], `${line('GET', 'http://evil.example/x')}${host}${close}\r\n`),
    row('an address of everything', ['route_unknown'], `${line('OPTIONS', '*')}${host}${close}\r\n`),
    row('a tunnel', [], `${line('CONNECT', 'evil.example:443')}${host}${close}\r\n`),
    row('16 requests at once', Array(16).fill(200), health('').repeat(15) + health(close)),
    row(
      'a request inside the body of another',
      ['body_not_json', 200],
      `${order}${json}Content-Length: 3\r\n\r\nGET${health(close)}`,
    ),
  ]
}

function chunks(count: number, bytes: number): string[] {
  const chunk = `${bytes.toString(16)}\r\n${' '.repeat(bytes)}\r\n`
  const together = Math.min(count, Math.ceil(60_000 / chunk.length))
  return Array.from({ length: Math.ceil(count / together) }, () => chunk.repeat(together))
}
