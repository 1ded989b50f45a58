import { cleanLine } from '../../../shared/text.ts'

/** ASCII punctuation by which some channel marks links, mentions, tags or emphasis. */
const MARKUP = /[<>@[\](){}*_`#~|\\/:.&]/g
/** From ASCII to the full-width form of the same character (Unicode, block FF00). */
const FULL_WIDTH = 0xfee0

/**
 * Makes a name that somebody wrote harmless in every channel's markup: one clean line, whose punctuation looks the same
 * and means nothing. `max` in code points.
 */
export function defuse(text: string, max: number): string {
  return cleanLine(text, max).replace(MARKUP, (mark) => String.fromCharCode(mark.charCodeAt(0) + FULL_WIDTH))
}
