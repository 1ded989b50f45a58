import type * as z from 'zod'
import { cleanLine } from '../text.ts'
import {
  type ClientFrame,
  clientFrameSchema,
  controlFrameSchema,
  reminderFrameSchema,
  type ServerFrame,
} from './frames.ts'

/**
 * What a text frame turned out to be. `ignored`: well-formed JSON with an `op` this version does not know.
 * `bad`: everything else, with a reason that quotes no content.
 */
export type Parsed<Frame> = { ok: Frame } | { ignored: string } | { bad: string }

const clientOps = new Set<unknown>(['hello', 'ack', 'announced', 'sync'])
const serverOps = new Set<unknown>(['welcome', 'snapshot', 'closed', 'synced', 'heartbeat', 'error'])

/** Parses what a client sent. */
export function parseClientFrame(text: string): Parsed<ClientFrame> {
  const json = parseObject(text)
  if ('bad' in json) return json
  if (!clientOps.has(json.ok['op'])) return unknownOp(json.ok)
  return checked(clientFrameSchema, json.ok)
}

/** Parses what the server sent: a reminder is known by its numeric `type`, anything else by `op`. */
export function parseServerFrame(text: string): Parsed<ServerFrame> {
  const json = parseObject(text)
  if ('bad' in json) return json
  if (typeof json.ok['type'] === 'number') return checked(reminderFrameSchema, json.ok)
  if (!serverOps.has(json.ok['op'])) return unknownOp(json.ok)
  return checked(controlFrameSchema, json.ok)
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
