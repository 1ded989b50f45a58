import type { ProblemCode } from '../../../shared/problem.ts'
import { MARKER } from './expect-problem.ts'
import type { World } from './world.ts'

/** How one route is to be treated badly. What follows from its own description is not repeated here. */
export interface RouteRow {
  /** A request that the route takes. Every bad one is this, made wrong in one place. */
  good(world: World): { path: string; as: string; body?: Record<string, unknown> }
  /** Values that fields of the body must not have; `undefined` leaves the field out. */
  wrong?: Record<string, readonly unknown[]>
  /** Whether every field of the body may be left out. */
  mayBeEmpty?: boolean
  /** Queries that are refused. */
  queries?: Partial<Record<ProblemCode, readonly string[]>>
  /** Whether a parameter that it does not know is refused, and not passed over. */
  strictQuery?: true
  /** What an `{id}` is answered with that names nothing, or something of another store. */
  missing?: ProblemCode
  /** Whether the route is about nothing that a store has. */
  storeless?: boolean
  /** Well-formed requests that the state of things forbids. */
  illegal?(world: World): [why: string, request: Partial<ReturnType<RouteRow['good']>>, code: ProblemCode][]
}

/** A text of that many characters. */
export const long = (length: number) => MARKER.padEnd(length, 'x')
/** An item that an order may have. */
export const item = { name: '宫保鸡丁', quantity: 1 }
/** Wrong reasons for a rejection or a cancellation. */
export const reasons = [undefined, null, '', '   ', 7, [MARKER], { reason: MARKER }, long(501)]
/** Wrong names of a field that takes one. */
export const names = (max: number) => [undefined, null, '', '  ', 7, [], {}, long(max + 1)]
const limits = ['limit=0', 'limit=-1', 'limit=201', 'limit=1e9', 'limit=1.5', 'limit=abc', 'limit=', 'limit=1&limit=2']
/** Neither made by this server, nor made for this list, nor short enough to look at. */
const cursors = [
  '',
  'abc',
  '%00',
  MARKER,
  'MQ',
  key('1.'),
  key('.1'),
  key('-1.1'),
  key(`1.${'x'.repeat(65)}`),
  key('1.a b'),
  ...['id=', 'id=-1', 'id=1.5', 'id=a b', 'id=A1', `id=${'x'.repeat(65)}`, 'id=1.id=1.id=1', 'state=1'].map(key),
]
/** Wrong pages of any list. */
export const cursorQueries = {
  cursor_invalid: cursors.map((cursor) => `cursor=${cursor}`),
  query_invalid: [`cursor=${long(201)}`, `cursor=${key('1.1')}&cursor=${key('1.1')}`, ...limits],
} satisfies RouteRow['queries']

/** A page cursor as this server writes them. */
export function key(text: string): string {
  return Buffer.from(text).toString('base64url')
}

/** Names that nobody can see, and names that would act on the terminal or screen that shows them. */
export const unseenNames = [
  ...['\u200b', '\u200b\u2060\ufeff', '\u202e', '\u3164', '\ufe0f', '\u0301'],
  ...['\u001b[2J店', '店\u0007', '前\n台', '前\t台', '\u009b31m店', '\u007f店'],
]
