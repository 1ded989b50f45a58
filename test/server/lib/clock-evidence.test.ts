import { expect, it } from 'vitest'
import { createClockEvidence } from '../../../server/lib/clock-evidence.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOW = Date.UTC(2026, 0, 1)

function open() {
  let elapsed = 0
  const evidence = createClockEvidence(() => elapsed)
  const hear = (signer: string, ageMs: number, { now = NOW, trusted = true } = {}) =>
    evidence.hear({ signer, signedAt: now - ageMs, aheadMs: ageMs, trusted })
  return { evidence, hear, pass: (ms: number) => (elapsed += ms) }
}

it('a new signed time of hours ago says that the clock is ahead; a newer one that is about right ends it', () => {
  const { evidence, hear } = open()
  expect(hear('wechatpay', 8 * HOUR)).toBe('wrong')
  expect(evidence.wrongByMs()).toBe(8 * HOUR)
  expect(hear('wechatpay', MINUTE)).toBe('right')
  expect(evidence.wrongByMs()).toBeUndefined()
})

it('a signed time that is not newer than the newest of its signer may be a replay, and says nothing', () => {
  const { evidence, hear } = open()
  expect(hear('wechatpay', 0, { now: NOW - 6 * MINUTE })).toBe('right')
  expect(hear('wechatpay', 6 * MINUTE)).toBe('replay')
  expect(hear('wechatpay', HOUR)).toBe('replay')
  expect(evidence.wrongByMs()).toBeUndefined()
  expect(hear('stripe', HOUR)).toBe('wrong')
})

it('to a clock that is behind an old callback looks right: only a newer one ends the evidence', () => {
  const { evidence, hear } = open()
  expect(hear('wechatpay', -8 * HOUR)).toBe('wrong')
  expect(hear('wechatpay', MINUTE)).toBe('replay')
  expect(evidence.wrongByMs()).toBe(-8 * HOUR)
  expect(hear('wechatpay', 0, { now: NOW + 8 * HOUR })).toBe('right')
  expect(evidence.wrongByMs()).toBeUndefined()
})

it('a time in the future is never a replay', () => {
  const { hear } = open()
  expect([hear('wechatpay', -8 * HOUR), hear('wechatpay', -7 * HOUR)]).toEqual(['wrong', 'wrong'])
})

it('a signer whose clock is not trusted ends its own evidence and not that of others', () => {
  const { evidence, hear } = open()
  hear('wechatpay', HOUR)
  hear('standard-webhooks', 0, { trusted: false })
  expect(evidence.wrongByMs()).toBe(HOUR)
  hear('standard-webhooks', -HOUR, { trusted: false })
  hear('standard-webhooks', 0, { trusted: false, now: NOW + HOUR })
  expect(evidence.wrongByMs()).toBeUndefined()
})

it('a jump that sets the clock right ends the evidence; one taken back brings it back; a quarter of an hour ends it', () => {
  const { evidence, hear, pass } = open()
  hear('wechatpay', 8 * HOUR)
  evidence.shift(-8 * HOUR)
  expect(evidence.wrongByMs()).toBeUndefined()
  evidence.shift(8 * HOUR)
  expect(evidence.wrongByMs()).toBe(8 * HOUR)
  pass(15 * MINUTE)
  expect(evidence.wrongByMs()).toBeUndefined()
})
