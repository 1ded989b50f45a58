import type * as z from 'zod'
import { cleanLine } from '../text.ts'
import { type ClientFrame, clientFrameSchema, type PassedEntry, positionSchema, type ServerFrame } from './frames.ts'
import { readControlSchema } from './read-control.ts'
import { readReminderSchema } from './read-reminder.ts'

/**
 * The result of parsing a text frame. `ignored`: well-formed JSON with an unknown `op`. `bad`: any other text, with a
 * reason that quotes no content.
 */
export type Parsed<Frame> = { ok: Frame } | { ignored: string } | { bad: string }
/**
 * The result for a server's frame. `passed`: an entry of the log that this version cannot read, but for its position.
 */
export type ParsedServerFrame = Parsed<ServerFrame> | { passed: PassedEntry }

const clientOps = new Set<unknown>(['hello', 'ack', 'announced', 'sync'])
const serverOps = new Set<unknown>([
  'welcome',
  'snapshot',
  'closed',
  'claimed',
  'intake',
  'synced',
  'heartbeat',
  'struck',
  'error',
])

/**
 * The usual text of an `ack`, of which there is one for each reminder. It says nothing that the schema would not say:
 * fifteen digits are always a safe integer, and any other form of the same frame goes the long way.
 */
const USUAL_ACK = /^\{"op":"ack","seq":(0|[1-9]\d{0,14})\}$/

/** Reads an `ack` in its usual form; returns `undefined` for every other text. */
export function readUsualAck(text: string): Extract<ClientFrame, { op: 'ack' }> | undefined {
  const digits = USUAL_ACK.exec(text)?.[1]
  return digits === undefined ? undefined : { op: 'ack', seq: Number(digits) }
}

/** Parses a client's frame, strictly. Never throws. */
export function parseClientFrame(text: string): Parsed<ClientFrame> {
  const ack = readUsualAck(text)
  if (ack !== undefined) return { ok: ack }
  const json = parseObject(text)
  if ('bad' in json) return json
  if (!clientOps.has(json.ok['op'])) return unknownOp(json.ok)
  return checked(clientFrameSchema, json.ok)
}

/**
 * Parses a server's frame by the rule of frames.ts: the server may be newer than this client. A numeric `type` marks a
 * reminder, `op` names every other frame. Never throws.
 */
export function parseServerFrame(text: string): ParsedServerFrame {
  const json = parseObject(text)
  if ('bad' in json) return json
  const { type, op } = json.ok
  if (typeof type === 'number') return orPassed(checked(readReminderSchema, json.ok), json.ok)
  if (serverOps.has(op)) {
    const frame = checked(readControlSchema, json.ok)
    // A hint that cannot be read is no reason to give up the link, which rings.
    if (op === 'struck' && 'bad' in frame) return { ignored: op }
    if (op === 'closed') return orPassed(frame, json.ok)
    // Harmless to miss: one that cannot be read is passed over as an unknown `op` is.
    const harmless = op === 'claimed' || op === 'intake'
    return harmless && 'bad' in frame ? (onTheLog(json.ok, 'unknown_op', op) ?? frame) : frame
  }
  const unknown = unknownOp(json.ok)
  return 'ignored' in unknown ? (onTheLog(json.ok, 'unknown_op', unknown.ignored) ?? unknown) : unknown
}

function orPassed(entry: Parsed<ServerFrame>, value: Record<string, unknown>): ParsedServerFrame {
  return 'bad' in entry ? (onTheLog(value, 'unreadable', entry.bad) ?? entry) : entry
}

/** Reads the position of an entry that cannot be read; `undefined` when it has none. */
function onTheLog(
  value: Record<string, unknown>,
  passed: PassedEntry['passed'],
  about: string,
): { passed: PassedEntry } | undefined {
  const position = positionSchema.safeParse(value).data
  return position === undefined ? undefined : { passed: { passed, ...position, about } }
}

function parseObject(text: string): { ok: Record<string, unknown> } | { bad: string } {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { ok: value as Record<string, unknown> }
    return { bad: 'not an object' }
  } catch {
    return { bad: 'not JSON' }
  }
}

function unknownOp(value: Record<string, unknown>): { ignored: string } | { bad: string } {
  return typeof value['op'] === 'string' ? { ignored: cleanLine(value['op'], 40) } : { bad: 'neither type nor op' }
}

function checked<T>(schema: z.ZodType<T>, value: unknown): Parsed<T> {
  const result = schema.safeParse(value)
  if (result.success) return { ok: result.data }
  const first = result.error.issues[0]
  return { bad: first === undefined ? 'invalid' : `${first.path.join('.')}: ${first.code}` }
}
