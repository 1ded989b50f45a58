import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { FAKE_SECRETS } from './check-signature.ts'
import type { Treatment } from './fake-channels.ts'

/** A mail server in small, on this machine. */
export interface FakeMail {
  /** Such as `smtp://127.0.0.1:2525`. */
  url: string
  stop(): Promise<void>
}

const REFUSALS: Partial<Record<Treatment, { code: number; text: string }>> = {
  busy: { code: 451, text: 'Too many messages, try again later' },
  down: { code: 421, text: 'Service not available' },
  moves: { code: 551, text: 'User not local' },
}

/** An error with a code of SMTP. */
function refusal({ code, text }: { code: number; text: string }): Error {
  return Object.assign(new Error(text), { responseCode: code })
}

/** Starts the imitation on a port of this machine; 0 picks a free one. `took` gets each letter, as it is on the wire. */
export async function startFakeMail(deps: {
  port: number
  treat(): Treatment
  refused(): void
  took(letter: string, treatment: Treatment): void
}): Promise<FakeMail> {
  const { mailUser, mailPassword } = FAKE_SECRETS
  const server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth({ username, password }, _session, callback) {
      if (username === mailUser && password === mailPassword) return callback(null, { user: username })
      deps.refused()
      callback(refusal({ code: 535, text: 'Authentication credentials invalid' }))
    },
    onData(stream, _session, callback) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const treatment = deps.treat()
        deps.took(Buffer.concat(parts).toString('utf8'), treatment)
        const no = REFUSALS[treatment]
        if (no !== undefined) callback(refusal(no))
        else if (treatment === 'takes') callback(null, 'queued')
        else if (treatment === 'loses') for (const connection of server.connections) connection.close()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(deps.port, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    stop: () => new Promise((resolve) => void server.close(() => resolve())),
  }
}

/** Reads a letter as nodemailer writes it: UTF-8 in base64 or quoted-printable. */
export function readLetter(letter: string): { text: string; title: string; id: string } {
  const [head = '', ...rest] = letter.split('\r\n\r\n')
  const field = (name: string) => new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'im').exec(head)?.[1] ?? ''
  const body = rest.join('\r\n\r\n')
  const encoding = field('Content-Transfer-Encoding').toLowerCase()
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : encoding === 'quoted-printable'
        ? unquote(body)
        : Buffer.from(body)
  return { text: bytes.toString('utf8'), title: field('Subject'), id: field('Message-ID') }
}

function unquote(text: string): Buffer {
  const joined = text.replace(/=\r?\n/g, '')
  return Buffer.from(
    joined.replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  )
}
