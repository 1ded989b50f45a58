/** Digits of any script, and the Chinese ones that phone numbers are read out in. */
const DIGIT = '[\\p{Nd}〇零一二三四五六七八九幺]'
/** Digits, however they are grouped; not by ':', or "12:30 13:00" would be one number. */
const RUN = new RegExp(`${DIGIT}(?:[ .,/，。、]{0,2}${DIGIT})*`, 'gu')
/** The shortest phone numbers have seven digits; no dish and no remark needs a number that long said aloud. */
const SHORTEST = 7
/** A shorter number (an extension, a room) is private when we know that it is the customer's. */
const SHORTEST_OWN = 4
/** Whatever a `speakable` text may have between two digits. */
const BETWEEN = '[ ,.!?;:，。！？；：、%/]{0,3}'

/**
 * Takes out of a `speakable` text whatever could be a phone number, and the customer's own however it is written:
 * bystanders hear what the voice says.
 */
export function withoutNumbers(text: string, phone = ''): string {
  return withoutOwn(text, digitsOf(phone.normalize('NFKC'))).replace(RUN, (run) =>
    digitsOf(run).length >= SHORTEST ? ' ' : run,
  )
}

function withoutOwn(text: string, own: string[]): string {
  if (own.length < SHORTEST_OWN) return text
  // The end of it: the customer may write it with or without the country's and the area's code.
  return text.replace(new RegExp(own.slice(-SHORTEST).join(BETWEEN), 'gu'), ' ')
}

function digitsOf(text: string): string[] {
  return text.match(new RegExp(DIGIT, 'gu')) ?? []
}
