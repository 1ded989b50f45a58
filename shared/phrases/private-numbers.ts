/** Digits of any script, and the Chinese ones that phone numbers are read out in. */
const DIGIT = '[\\p{Nd}〇零一二三四五六七八九幺]'
/** Digits in groups of any kind; not with ':' between them, or "12:30 13:00" would be one number. */
const RUN = new RegExp(`${DIGIT}(?:[ .,/，。、]{0,2}${DIGIT})*`, 'gu')
/** The digits of the shortest phone numbers; no dish and no remark needs so long a number spoken. */
const SHORTEST = 7
/** The digits of the shortest private number of a customer (an extension, a room). */
const SHORTEST_OWN = 4
/** The characters that a `speakable` text may have between two digits. */
const BETWEEN = '[ ,.!?;:，。！？；：、%/]{0,3}'

/**
 * Removes from a `speakable` text every number that could be a phone number, and the customer's own in any grouping,
 * because bystanders hear the voice. `phone`: the customer's number.
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
