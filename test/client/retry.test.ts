import { describe, expect, it } from 'vitest'
import { LaidanError, refusalOf } from '../../packages/client/src/error.ts'
import { maySendAgain, pauseBefore } from '../../packages/client/src/retry.ts'
import { PROBLEMS, type ProblemCode } from '../../shared/problem.ts'

/** The server's refusal as the client reads it. */
function refusal(code: ProblemCode, extras = {}): LaidanError {
  const { status, title } = PROBLEMS[code]
  return refusalOf(status, { type: `/problems/${code}`, title, status, code, ...extras }, null)
}

describe('a call is sent again', () => {
  it('after exactly those refusals of the catalogue that decide nothing', () => {
    const again = (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) => maySendAgain(refusal(code)))
    expect(again.toSorted()).toEqual([
      'internal',
      'pairing_busy',
      'provider_unavailable',
      'rate_limited',
      'speech_busy',
      'speech_failed',
      'still_working',
      'storage_unavailable',
    ])
  })

  it.each([408, 425, 429, 500, 502, 503, 504, 599])('after a bare %i of something in between', (status) => {
    expect(maySendAgain(refusalOf(status, '<html>', null))).toBe(true)
  })

  it.each([300, 304, 400, 401, 403, 404, 405, 409, 410, 413, 415, 422])('never after a bare %i', (status) => {
    expect(maySendAgain(refusalOf(status, undefined, null))).toBe(false)
  })

  it('when nobody answered, and never for a fault of the program itself', () => {
    expect(maySendAgain(new LaidanError('no_answer', 'x'))).toBe(true)
    expect(maySendAgain(new LaidanError('answer_unreadable', 'x'))).toBe(true)
    expect(maySendAgain(new TypeError('x'))).toBe(false)
  })
})

describe('the pause before it', () => {
  const lost = new LaidanError('no_answer', 'x')

  it('grows, has chance in it, and has an end', () => {
    expect([1, 2, 3, 10, 1e9].map((tries) => pauseBefore(tries, lost, 1))).toEqual([500, 1_000, 2_000, 20_000, 20_000])
    expect(pauseBefore(3, lost, 0)).toBe(0)
  })

  it('is the server’s own where it named one, in the body or in the header, and jitter on top', () => {
    expect(pauseBefore(1, refusal('storage_unavailable', { retryMs: 5_000 }), 0.5)).toBe(5_250)
    expect(pauseBefore(1, refusalOf(503, undefined, '7'), 0)).toBe(7_000)
    expect(pauseBefore(1, refusalOf(503, undefined, 'Fri, 27 Nov 2026 00:00:00 GMT'), 0)).toBe(0)
  })
})

it('an error has what the server told, and says it in its message', () => {
  const error = refusal('body_invalid', {
    faults: [{ path: 'remarks', message: 'Unknown field' }],
    requestId: 'rq1',
    later: 'a field of a newer server',
  })
  expect(error).toMatchObject({ name: 'LaidanError', code: 'body_invalid', status: 400, requestId: 'rq1' })
  expect(error.faults).toEqual([{ path: 'remarks', message: 'Unknown field' }])
  expect(error.problem['later']).toBe('a field of a newer server')
  expect(error.message).toContain('remarks: Unknown field')
  expect(refusalOf(502, 'bad gateway', null)).toMatchObject({ code: 'http_502', status: 502, faults: [] })
})
