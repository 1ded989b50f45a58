import { expect, it } from 'vitest'
import { joinSounds } from '../../../server/speech/join-sounds.ts'
import { STAND_IN_SOUND } from '../../support/stand-in-engine.ts'

const head = STAND_IN_SOUND.subarray(0, 44)

it('sounds are joined in their order, whole frames only, with true sizes', () => {
  const joined = joinSounds([Buffer.concat([head, Buffer.from([1, 2, 3])]), Buffer.concat([head, Buffer.from([4, 5])])])
  expect([...(joined?.subarray(44) ?? [])]).toEqual([1, 2, 4, 5])
  expect([joined?.readUInt32LE(4), joined?.readUInt32LE(40)]).toEqual([40, 4])
})

it.each([
  ['nothing', []],
  ['an empty file', [Buffer.alloc(0)]],
  ['a text', [Buffer.from('Error: The specified espeak-ng voice does not exist.')]],
  ['a header without samples', [head.subarray(0, 36)]],
  ['no format', [Buffer.concat([head.subarray(0, 12), head.subarray(36)])]],
  ['one sound and one text', [STAND_IN_SOUND, Buffer.from('hello')]],
  ['two formats', [STAND_IN_SOUND, Buffer.from(STAND_IN_SOUND).fill(2, 22, 23)]],
])('%s is no sound', (_, files) => {
  expect(joinSounds(files)).toBeUndefined()
})
