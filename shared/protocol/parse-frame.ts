import type * as z from 'zod'
import { cleanLine } from '../text.ts'
import { type ClientFrame, clientFrameSchema, type PassedEntry, positionSchema, type ServerFrame } from './frames.ts'
import { readControlSchema } from './read-control.ts'
import { readReminderSchema } from './read-reminder.ts'

/**
 * What a text frame turned out to be. `ignored`: well-formed JSON with an `op` this version does not know.
 * `bad`: everything else, with a reason that quotes no content.
 */
export type Parsed<Frame> = { ok: Frame } | { ignored: string } | { bad: string }
/** Of the server's frames, `passed` is an entry of the log that says nothing to this version but where it stands. */
export type ParsedServerFrame = Parsed<ServerFrame> | { passed: PassedEntry }

const clientOps = new Set<unknown>(['hello', 'ack', 'announced', 'sync'])
const serverOps = new Set<unknown>(['welcome', 'snapshot', 'closed', 'synced', 'heartbeat', 'error'])

/** Parses what a client sent, strictly. */
export function parseClientFrame(text: string): Parsed<ClientFrame> {
  const json = parseObject(text)
  if ('bad' in json) return json
  if (!clientOps.has(json.ok['op'])) return unknownOp(json.ok)
  return checked(clientFrameSchema, json.ok)
}

/**
 * Parses what the server sent, which may be newer than this client: frames.ts has the rule. A reminder is known by its
 * numeric `type`, anything else by `op`.
 */
export function parseServerFrame(text: string): ParsedServerFrame {
  const json = parseObject(text)
  if ('bad' in json) return json
  const { type, op } = json.ok
  if (typeof type === 'number') return orPassed(checked(readReminderSchema, json.ok), json.ok)
  if (serverOps.has(op)) {
    const frame = checked(readControlSchema, json.ok)
    return op === 'closed' ? orPassed(frame, json.ok) : frame
  }
  const unknown = unknownOp(json.ok)
  return 'ignored' in unknown ? (onTheLog(json.ok, 'unknown_op', unknown.ignored) ?? unknown) : unknown
}

function orPassed(entry: Parsed<ServerFrame>, value: Record<string, unknown>): ParsedServerFrame {
  return 'bad' in entry ? (onTheLog(value, 'unreadable', entry.bad) ?? entry) : entry
}

/** The place of an entry that cannot be read; `undefined` when it has none, and no position could be kept. */
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
