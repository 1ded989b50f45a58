import { createTransport } from 'nodemailer'
import type { ChannelAnswer, MailRequest } from './channels/port.ts'

/** Milliseconds of the host's own time for a step of the conversation. */
const STEP_WITHIN_MS = 10_000

/**
 * Hands a mail to its server, and resolves to the code with which it answers. Rejects when there is no answer, or no
 * encryption: the password of a mailbox is said to nobody in the clear. `imitatedAt`: the imitation on this machine that
 * gets every mail, as `smtp://127.0.0.1:2525`.
 */
export async function sendMail({ mail }: MailRequest, imitatedAt?: string): Promise<ChannelAnswer> {
  const { host, port, tls, user, password, ...letter } = mail
  const imitated = imitatedAt === undefined ? undefined : new URL(imitatedAt)
  const transport = createTransport({
    host: imitated?.hostname ?? host,
    port: imitated === undefined ? port : Number(imitated.port),
    secure: imitated === undefined && tls,
    requireTLS: imitated === undefined,
    ignoreTLS: imitated !== undefined,
    auth: { user, pass: password },
    connectionTimeout: STEP_WITHIN_MS,
    greetingTimeout: STEP_WITHIN_MS,
    socketTimeout: STEP_WITHIN_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    const { response } = await transport.sendMail(letter)
    return { status: Number(response.slice(0, 3)), body: '' }
  } catch (error) {
    const status = codeOf(error)
    if (status === undefined) throw error
    return { status, body: '' }
  } finally {
    transport.close()
  }
}

/** Reads the code of a refusal; `undefined`: the server has not refused, it could not be talked to. */
function codeOf(error: unknown): number | undefined {
  const code = error instanceof Error && 'responseCode' in error ? error.responseCode : undefined
  return typeof code === 'number' ? code : undefined
}
