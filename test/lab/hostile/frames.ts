import { WINDOW } from '../../../shared/protocol/limits.ts'
import type { SeededRandom } from '../../support/seeded-random.ts'
import { mutate, mutateText } from './mutate.ts'
import type { PairedShop } from './target.ts'
import { ODD_KEYS, oddString, oddValue, stringify } from './values.ts'

/** What a client of `reminder.v1` may know while it is connected. */
export interface FrameContext {
  shop: PairedShop
  /** The other one: its reminders are none of this client's business. */
  other: PairedShop
  token: string
  /** The last position that the server has sent, and its cursor. */
  seq: number
  cursor: string | null
}

const OUTCOME = { speech: 'ok', notification: 'none', dialog: 'ok' }

/** A frame that must be taken, or ignored: right, or of a version to come. */
export function goodFrame(context: FrameContext, random: SeededRandom): string {
  const kind = random.int(6)
  if (kind === 0) return JSON.stringify({ op: 'ack', seq: context.seq })
  if (kind === 1) return JSON.stringify({ op: 'ack', seq: random.int(context.seq + 1) })
  const more = oddString(random).slice(0, 2_000)
  if (kind === 2) return JSON.stringify({ op: 'sync', more })
  if (kind === 3) return JSON.stringify({ op: `dance ${more}`, more })
  const id = random.pick([...context.shop.reminders, ...context.other.reminders, 'rm_nobody', '__proto__'])
  return JSON.stringify({ op: 'announced', id, n: 1 + random.int(3), outcome: OUTCOME })
}

/** A frame made wrong, or a good one that stands in a wrong place; now and then it is right by accident. */
export function oddFrame(context: FrameContext, random: SeededRandom): Buffer | string {
  const sound: unknown = random.chance(0.3) ? hello(context, random) : JSON.parse(goodFrame(context, random))
  if (random.chance(0.1)) return JSON.stringify(sound)
  if (random.chance(0.1)) return JSON.stringify({ op: 'ack', seq: context.seq + 1 + random.int(WINDOW * 2) })
  if (random.chance(0.05)) return stringify(oddValue(random), random)
  if (random.chance(0.05)) return Buffer.from(JSON.stringify(sound))
  const text = stringify(mutate(sound, random), random)
  return random.chance(0.2) ? mutateText(text, random) : text
}

/** A hello as it should be, but for its cursor, which may be anything. */
export function hello(context: FrameContext, random: SeededRandom): object {
  const device = { app: 'fuzz', version: '0', platform: 'test', [random.pick(ODD_KEYS)]: 1 }
  return { op: 'hello', v: 1, token: context.token, device, cursor: pickCursor(context, random) }
}

function pickCursor({ cursor }: FrameContext, random: SeededRandom): string | null {
  if (cursor === null || random.chance(0.3)) return random.chance(0.8) ? null : oddString(random).slice(0, 200) || 'x'
  if (random.chance(0.6)) return cursor
  const [epoch = '', seq = '', event = ''] = cursor.split('.')
  const at = random.pick([0, 1, Number(seq) - 1, Number(seq) + 1, 2 ** 53])
  return `${epoch}.${at}.${random.chance(0.5) ? event : '-'}`
}
