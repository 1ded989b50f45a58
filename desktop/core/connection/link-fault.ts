import { closeName } from '../../../shared/protocol/close-codes.ts'
import type { LinkFault, LinkFaultKind } from '../ports.ts'

/** The circumstances of a device that only its host knows. */
export interface Surroundings {
  /** The server is a program of this very machine, which needs no network. */
  ownMachine: boolean
  /** Whether this machine has a network; `undefined`: the host cannot tell. */
  online: boolean | undefined
}

/** The close codes that tell nothing: there was no close frame, or none with a code (RFC 6455 §7.1.5). */
const TELL_NOTHING = [1005, 1006]

/** The errors of a system without a way out (errno of POSIX, as Node names them). */
const NO_WAY_OUT = ['ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL']
/** The errors of looking up a name: nobody answered, and there is no such name. */
const NAME_UNANSWERED = 'EAI_AGAIN'
const NAME_UNKNOWN = 'ENOTFOUND'
/** The errors of a certificate that this machine does not believe (Node's tls and OpenSSL). */
const OF_TLS = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO$)/

/** Tells the fault of a close code that says something; `undefined` for the others. */
export function faultOfClose(code: number): LinkFault | undefined {
  return TELL_NOTHING.includes(code) ? undefined : { kind: 'refused', why: closeName(code) ?? `close_${code}` }
}

/**
 * Tells the fault of a call that nobody answered, by the system's error. `decisive`: the error itself says it, so that
 * asking once more would find nothing else.
 */
export function faultOfSilence(
  error: unknown,
  { ownMachine, online }: Surroundings,
): { fault: LinkFault; decisive: boolean } {
  const code = systemCode(error)
  if (code !== undefined && OF_TLS.test(code)) return decided('refused', 'tls')
  if (code !== undefined && NO_WAY_OUT.includes(code)) return decided('no_network', 'no_route')
  if (online === false && !ownMachine) return decided('no_network', 'offline')
  if (code === NAME_UNANSWERED) return decided('no_network', 'names')
  if (code === NAME_UNKNOWN) return decided('server_away', 'name')
  if (code === 'ECONNREFUSED') return decided('server_away', 'closed')
  return { fault: { kind: 'server_away', why: isTimeout(error) ? 'timeout' : 'no_answer' }, decisive: false }
}

function decided(kind: LinkFaultKind, why: string): { fault: LinkFault; decisive: boolean } {
  return { fault: { kind, why }, decisive: true }
}

/** Reads the HTTP status with which a handshake was answered, where the host knows it. */
export function handshakeStatus(error: unknown): number | undefined {
  const status = member(error, 'handshakeStatus')
  return typeof status === 'number' ? status : undefined
}

/** Finds the system's code of an error: its own, that of its cause, or that of the first of several. */
function systemCode(error: unknown, depth = 0): string | undefined {
  const code = member(error, 'code')
  if (typeof code === 'string') return code
  if (depth > 3) return undefined
  const errors = member(error, 'errors')
  const inner = member(error, 'cause') ?? (Array.isArray(errors) ? errors[0] : undefined)
  return inner === undefined ? undefined : systemCode(inner, depth + 1)
}

function isTimeout(error: unknown): boolean {
  const code = systemCode(error)
  return member(error, 'name') === 'TimeoutError' || code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT'
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
