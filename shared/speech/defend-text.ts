import { MAX_SPOKEN } from '../phrases/sentence.ts'
import { speakable } from '../text.ts'

/**
 * The last defence before an engine, whoever wrote the text and whatever filtered it before: one line of letters,
 * digits and pauses, no longer than any phrase of ours. Returns '' when nothing is left that has a sound.
 */
export function defendText(text: string): string {
  const plain = speakable(text, MAX_SPOKEN)
  return /[\p{L}\p{N}]/u.test(plain) ? plain : ''
}
