/** Apple's jokes and musical instruments: nobody understands an order from them. */
const JOKES =
  /^(?:Albert|Bad News|Bahh|Bells|Boing|Bubbles|Cellos|Deranged|Good News|Hysterical|Jester|(?:Pipe )?Organ|Superstar|Trinoids|Whisper|Wobble|Zarvox)(?: \(|（|$)/
/**
 * Apple's characters: they speak many languages, and none as its own. A system in Chinese puts the language into
 * full-width parentheses.
 */
const CHARACTERS = /^(?:Eddy|Flo|Grandma|Grandpa|Junior|Kathy|Ralph|Fred|Reed|Rocko|Sandy|Shelley)(?: \(|（|$)/

/** Tells whether a voice is a joke, which no shop may even choose. */
export function isJoke(name: string): boolean {
  return JOKES.test(name)
}

/** Tells whether a voice is a character, which speaks only where a shop chose it. */
export function isCharacter(name: string): boolean {
  return CHARACTERS.test(name)
}
