/** The retry policy after a close. now: reconnect with jitter. later: after a long pause. never: stop, and say so. */
export type Retry = 'now' | 'later' | 'never'

interface CloseReason {
  code: number
  retry: Retry
}

/** The close codes, with which both ends name the reason and the retry policy. Codes from 4400 on mirror HTTP's. */
export const CLOSE = {
  going_away: { code: 1001, retry: 'now' },
  restart: { code: 1012, retry: 'now' },
  try_again: { code: 1013, retry: 'now' },
  too_big: { code: 1009, retry: 'later' },
  bad_frame: { code: 4400, retry: 'later' },
  /** The token is unknown. The client asks its human to pair again; it keeps its inbox. */
  unauthorized: { code: 4401, retry: 'never' },
  /** The device was revoked by the operator. */
  revoked: { code: 4403, retry: 'never' },
  version: { code: 4406, retry: 'never' },
  slow: { code: 4408, retry: 'now' },
  /** The same device connected again somewhere else; two of them would take turns for ever. */
  replaced: { code: 4409, retry: 'later' },
  hello_timeout: { code: 4410, retry: 'now' },
  rate: { code: 4429, retry: 'later' },
} as const satisfies Record<string, CloseReason>

export type CloseName = keyof typeof CLOSE

/** Looks up the retry policy of a close code; `now` for any other code (1000, 1005, 1006, a proxy's own). */
export function retryPolicy(code: number): Retry {
  return closeReason(code)?.retry ?? 'now'
}

/** Looks up the name of a close code; `undefined`: not one of ours. */
export function closeName(code: number): CloseName | undefined {
  return (Object.keys(CLOSE) as CloseName[]).find((name) => CLOSE[name].code === code)
}

function closeReason(code: number): CloseReason | undefined {
  const name = closeName(code)
  return name === undefined ? undefined : CLOSE[name]
}
