import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { CLOSE } from '../../shared/protocol/close-codes.ts'
import { clientFrameSchema, controlFrameSchema, reminderFrameSchema } from '../../shared/protocol/frames.ts'
import * as limits from '../../shared/protocol/limits.ts'
import { parseClientFrame, parseServerFrame } from '../../shared/protocol/parse-frame.ts'
import { root } from './source-files.ts'

const page = readFileSync(join(root, 'docs/protocol.md'), 'utf8')

/** The text below a heading, up to the next one of the same or a higher level. Throws when there is none. */
function section(heading: string): string {
  const start = `\n${page}`.indexOf(`\n${heading}\n`)
  if (start < 0) throw new Error(`there is no section “${heading}”`)
  const body = page.slice(start + heading.length)
  const [text = ''] = body.split(new RegExp(`\n#{1,${heading.indexOf(' ')}} `))
  return text
}

/** The cells of each row of a section's tables, heads and rulers left out. */
function rows(text: string): string[][] {
  return [...text.matchAll(/^ *\| (.*) \|$/gm)].map(([, row = '']) => row.split(' | ').map((cell) => cell.trim()))
}

function isSchema(value: unknown): value is z.ZodType {
  return value instanceof z.ZodType
}

interface Field {
  /** `a.b` for a field inside an object, `a[].b` for one inside a list. */
  path: string
  /** Every word and number that the field may have; empty where any fits. */
  values: readonly unknown[]
}

/**
 * Lists the fields of a frame's schema. Wrappers (`optional`, `catch` …) are looked through by their parts, whatever they
 * are called. `stopAt` is the path of a list whose members are frames themselves.
 */
function fieldsOf(schema: z.ZodType, path = '', stopAt = ''): Field[] {
  const { shape, entries, values, ...parts } = schema.def as unknown as Record<string, unknown>
  if (path !== '' && path === stopAt) return [{ path, values: [] }]
  if (typeof shape === 'object' && shape !== null) {
    return Object.entries(shape as Record<string, z.ZodType>).flatMap(([name, member]) =>
      fieldsOf(member, path === '' ? name : `${path}.${name}`, stopAt),
    )
  }
  const listed = Array.isArray(values) ? values : Object.values((entries as Record<string, unknown> | undefined) ?? {})
  const inner = Object.values(parts)
    .flat()
    .filter(isSchema)
    .flatMap((part) => fieldsOf(part, schema instanceof z.ZodArray ? `${path}[]` : path, stopAt))
  const ofScalars = inner.every((field) => field.path === path || field.path === `${path}[]`)
  return ofScalars ? [{ path, values: [...listed, ...inner.flatMap((field) => field.values)] }] : inner
}

const frames = [
  ...[...clientFrameSchema.options, ...controlFrameSchema.options].map((schema) => ({
    name: String(fieldsOf(schema).find(({ path }) => path === 'op')?.values[0]),
    fields: fieldsOf(schema, '', 'open'),
  })),
  { name: 'reminder', fields: fieldsOf(reminderFrameSchema) },
]

describe('docs/protocol.md', () => {
  it.each(frames)('tells every field of $name, and every value that it may have', ({ name, fields }) => {
    const text = section(`### \`${name}\``)
    const told = new Set(rows(text).map(([cell]) => cell))
    for (const { path, values } of fields) {
      expect(told, `${name}.${path}`).toContain(`\`${path}\``)
      for (const value of values) expect(text, `${name}.${path}`).toContain(`\`${value}\``)
    }
  })

  it('has a section for each frame, and for no other', () => {
    const sections = [...page.matchAll(/^### `(\w+)`$/gm)].map(([, name]) => name)
    expect(sections.toSorted()).toEqual(frames.map(({ name }) => name).toSorted())
  })

  it('lists every close code with its name and retry policy, and no other', () => {
    const listed = rows(section('### Close codes')).filter(([code = '']) => /^\d+$/.test(code))
    const known = Object.entries(CLOSE).map(([name, { code, retry }]) => [String(code), `\`${name}\``, `\`${retry}\``])
    expect(listed.map((row) => row.slice(0, 3)).toSorted()).toEqual(known.toSorted())
  })

  /** Each number of shared/protocol/limits.ts, and the row of the page that says it. */
  const LIMIT_ROWS = {
    MAX_FRAME_BYTES: 'Largest frame, either way, bytes of UTF-8',
    WINDOW: 'Window: entries sent and not acknowledged',
    MAX_BUFFERED_BYTES: 'Send buffer of a connection above which the server pauses',
    ACK_TIMEOUT_MS: 'Acks without progress until 4408',
    HEARTBEAT_MS: 'Interval of heartbeat and ping',
    SILENCE_MS: 'Silence after which either end terminates',
    HELLO_TIMEOUT_MS: 'Time for `hello` after the socket has opened',
    MAX_BACKLOG: 'Backlog beyond which a client is reset',
    HEAD_LAG_MS: 'Head ahead without an entry until `sync`',
    SPREAD_MS: 'First reconnect delay, at most, unless `welcome` says otherwise',
    RECONNECT_BASE_MS: 'Base of the reconnect delays',
    RECONNECT_MAX_MS: 'Longest reconnect delay',
    STABLE_MS: 'Time in sync after which the reconnect delays start over',
  } as const

  it('says every limit, with its number', () => {
    const numbers = Object.entries(limits).filter(([name, value]) => typeof value === 'number' && !/VERSION/.test(name))
    expect(numbers.map(([name]) => name).toSorted()).toEqual(Object.keys(LIMIT_ROWS).toSorted())
    const told = new Map(rows(section('## Limits')).map(([what, limit]) => [what, limit]))
    for (const [name, value] of numbers) {
      const row = LIMIT_ROWS[name as keyof typeof LIMIT_ROWS]
      expect(told.get(row)?.replace(/ entries$/, ''), name).toBe(inWords(name, Number(value)))
    }
  })

  it('names subprotocol, version and address', () => {
    expect(page).toContain(`\`${limits.SUBPROTOCOL}\``)
    expect(page).toContain(`\`${limits.SOCKET_PATH}\``)
    expect(section('### `hello`')).toContain(`\`${limits.PROTOCOL_VERSION}\``)
  })

  it('shows a client of at most 45 lines, none wider than the page; test/path/protocol-client.test.ts runs it', () => {
    // Without a name behind its language the formatter would spread it over twice as many lines.
    const [, program = ''] = /```js,bell\.mjs\n(.*?)\n```/s.exec(section('## A client in 45 lines')) ?? []
    const lines = program.split('\n')
    expect(lines.length).toBeGreaterThan(30)
    expect(lines.length).toBeLessThanOrEqual(45)
    expect(lines.filter((line) => line.length > 120)).toEqual([])
  })

  it('shows a session of frames that both ends understand', () => {
    const lines = section('## A session')
      .replace(/\n {4,}(?=[{"[])/g, '')
      .matchAll(/^(C→S|S→C) (.*)$/gm)
    const parsed = [...lines].map(([, from, text = '']) =>
      from === 'C→S' ? parseClientFrame(text) : parseServerFrame(text),
    )
    expect(parsed.filter((frame) => !('ok' in frame))).toEqual([])
    expect(parsed.length).toBeGreaterThan(15)
  })
})

/** A limit as the page writes it: `16 KiB`, `500 ms`, `45 s`, `2,000`. */
function inWords(name: string, value: number): string {
  if (name.endsWith('_BYTES')) return `${value / 1024} KiB`
  if (name.endsWith('_MS')) return value < 1_000 ? `${value} ms` : `${value / 1_000} s`
  return value.toLocaleString('en')
}
