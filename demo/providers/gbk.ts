/** Makes the encoder of GBK that Node lacks, by decoding every pair of bytes once; what GBK lacks becomes `?`. */
export function createGbkEncoder(): (text: string) => Buffer {
  const decoder = new TextDecoder('gbk')
  const pairs = new Map<string, readonly [number, number]>()
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const text = trail === 0x7f ? '' : decoder.decode(Uint8Array.of(lead, trail))
      if (text.length === 1 && text !== '\uFFFD') pairs.set(text, [lead, trail])
    }
  }
  return (text) =>
    Buffer.from(
      Array.from(text).flatMap((letter) => pairs.get(letter) ?? [letter < '\x80' ? letter.charCodeAt(0) : 0x3f]),
    )
}
