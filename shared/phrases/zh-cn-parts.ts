import type { SpokenContext } from './phrases.ts'
import { espeakPace, type Pace } from './reading/pace.ts'
import type { Reader } from './reading/read-text.ts'
import { espeakReads } from './reading/readable.ts'
import { ZH_RULES } from './zh-cn-rules.ts'
import { zhTail } from './zh-words.ts'

/** Said of an order from its store's limit for accepting it on. */
export const ZH_OVERDUE = '已超时，还没接单'
export const SEE_SCREEN = '详见屏幕'

/** Makes the reader of other people's texts, for the voice that will say them. */
export function zhReader({ voice }: Pick<SpokenContext, 'voice'>): Reader {
  return { rules: ZH_RULES, reads: voice?.reads ?? espeakReads }
}

/** Looks up the pace of the voice: that of espeak-ng where the host tells none. */
export function paceOf({ voice }: Pick<SpokenContext, 'voice'>): Pace {
  return voice?.pace ?? espeakPace
}

/** Writes how an order is called; empty when its number cannot be called out. */
export function zhCalled(tail: readonly string[]): string {
  return tail.length === 0 ? '' : `尾号${zhTail(tail)}`
}
