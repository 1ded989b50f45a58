import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clientFrameSchema } from '../../shared/protocol/frames.ts'
import { parseClientFrame, readUsualAck } from '../../shared/protocol/parse-frame.ts'

/** What the schema says of a text: the frame, or `undefined`. */
function bySchema(text: string): unknown {
  try {
    return clientFrameSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** The two ways agree: what the short way takes is what the schema makes of it, and what it leaves is not changed. */
function expectAgreement(text: string): void {
  const short = readUsualAck(text)
  const long = bySchema(text)
  if (short !== undefined) expect(short).toStrictEqual(long)
  const parsed = parseClientFrame(text)
  expect('ok' in parsed ? parsed.ok : undefined).toStrictEqual(long)
}

const usual = (seq: string) => `{"op":"ack","seq":${seq}}`
const SAFE = String(Number.MAX_SAFE_INTEGER)

describe('an ack that is recognised without a schema', () => {
  it.each(['0', '1', '64', '2000', '999999999999999'])('is one with the seq %s', (seq) => {
    expect(readUsualAck(usual(seq))).toStrictEqual({ op: 'ack', seq: Number(seq) })
    expectAgreement(usual(seq))
  })

  const others = [
    ...['', '-0', '-1', '00', '01', '+1', '1.0', '1.5', '.5', '1.', '1e3', '1E0', '1e-0', '0x1', '١', '1n', '1_000'],
    ...['"1"', 'null', 'true', 'NaN', 'Infinity', '[1]', '{}', '1 ', ' 1', '1,"seq":2', '1,"op":"sync"', '1,"more":2'],
    ...[SAFE, '1000000000000000', '9007199254740992', '99999999999999999', '1'.repeat(400), '0'.repeat(400)],
  ].map(usual)
  const shapes = [
    ...[
      '',
      '{}',
      'ack',
      '{"op":"ack"}',
      '{"seq":1}',
      '{"seq":1,"op":"ack"}',
      '{"op":"ack","seq":1',
      '"op":"ack","seq":1}',
    ],
    ...['{"op":"ack", "seq":1}', '{ "op":"ack","seq":1}', '{"op" :"ack","seq":1}', ' {"op":"ack","seq":1}'],
    ...['{"op":"ack","seq":1}\n', '\n{"op":"ack","seq":1}', '{"op":"ack","seq":1}\r\n', '\ufeff{"op":"ack","seq":1}'],
    ...[
      '{"op":"ack","seq":1}{"op":"ack","seq":1}',
      '{"op":"ack","seq":1}x',
      '[{"op":"ack","seq":1}]',
      '{"op":"ack","seq":1}\0',
    ],
    ...[
      '{"op":"ACK","seq":1}',
      '{"op":"ack\ud800","seq":1}',
      '{"op":"ack","seq\udc00":1}',
      '\ud83d{"op":"ack","seq":1}',
    ],
    ...[
      '{"\\u006fp":"ack","seq":1}',
      '{"op":"\\u0061ck","seq":1}',
      '{"op":"sync","op":"ack","seq":1}',
      '{"op":"ack","seq":1,"op":"sync"}',
    ],
    ...[
      '{"seq":2,"op":"ack","seq":1}',
      '{"op":"ack","seq":1,"__proto__":{"seq":2}}',
      `{"op":"ack","seq":1,"x":"${'z'.repeat(100_000)}"}`,
    ],
  ]
  it.each([...others, ...shapes].map((text) => [text.slice(0, 60), text]))('is none that goes %s', (_, text) => {
    expect(readUsualAck(text)).toBeUndefined()
    expectAgreement(text)
  })

  it('is what the schema makes of it, whatever the text', () => {
    const digit = fc.constantFrom(...'0123456789')
    const numeral = fc.oneof(
      fc.nat().map(String),
      fc.maxSafeInteger().map(String),
      fc.double().map(String),
      fc.bigInt().map(String),
      fc.array(digit, { maxLength: 40 }).map((digits) => digits.join('')),
      fc.json(),
    )
    const space = fc.constantFrom('', '', '', ' ', '\n', '\t', '\u00a0')
    const field = fc.oneof(
      fc.constantFrom('"op":"ack"', '"op":"sync"', '"op":"hello"'),
      numeral.map((value) => `"seq":${value}`),
      fc.tuple(fc.string({ unit: 'binary' }), fc.json()).map(([name, value]) => `${JSON.stringify(name)}:${value}`),
    )
    const near = fc
      .tuple(fc.array(fc.tuple(space, field, space), { maxLength: 4 }), space)
      .map(([fields, end]) => `{${fields.map((parts) => parts.join('')).join(',')}}${end}`)
    /** The usual form with one character put in, taken out, or changed. */
    const damaged = fc
      .tuple(numeral.map(usual), fc.nat(), fc.nat(2), fc.oneof(digit, fc.string({ unit: 'binary', maxLength: 2 })))
      .map(([text, at, out, put]) => {
        const place = at % (text.length + 1)
        return text.slice(0, place) + put + text.slice(place + out)
      })
    const text = fc.oneof(numeral.map(usual), near, damaged, fc.string({ unit: 'binary' }), fc.json())
    fc.assert(fc.property(text, expectAgreement), { numRuns: 3_000 })
  })
})
