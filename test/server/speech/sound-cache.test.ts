import { expect, it } from 'vitest'
import { createSoundCache } from '../../../server/speech/sound-cache.ts'

const sound = (bytes: number) => Buffer.alloc(bytes)

it('a cache holds as many bytes as it may: the one that was not asked for the longest goes', () => {
  const cache = createSoundCache(10)
  for (const name of ['a', 'b', 'c']) cache.put(name, sound(3))
  expect(cache.get('a')?.length).toBe(3)
  cache.put('d', sound(3))
  expect(['a', 'b', 'c', 'd'].map((name) => cache.get(name) !== undefined)).toEqual([true, false, true, true])
  cache.put('e', sound(10))
  expect(['a', 'c', 'd', 'e'].map((name) => cache.get(name) !== undefined)).toEqual([false, false, false, true])
})

it('a sound that is put again counts once, and one that is larger than the cache is not kept', () => {
  const cache = createSoundCache(10)
  for (let i = 0; i < 5; i++) cache.put('a', sound(4))
  cache.put('b', sound(6))
  expect([cache.get('a')?.length, cache.get('b')?.length]).toEqual([4, 6])
  cache.put('c', sound(11))
  expect([cache.get('a')?.length, cache.get('c')]).toEqual([4, undefined])
})
