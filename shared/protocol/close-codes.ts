/** What a client does after a close: reconnect with jitter, reconnect after a long pause, or stop and tell its human. */
export type Retry = 'now' | 'later' | 'never'

interface CloseReason {
  code: number
  retry: Retry
}

/** Closing is vocabulary: both ends take code and retry policy from here. Codes from 4400 on mirror HTTP's. */
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

/** The retry policy of a close code. Codes nobody named (1000, 1005, 1006, proxies' own) mean: try again. */
export function retryPolicy(code: number): Retry {
  return closeReason(code)?.retry ?? 'now'
}

/** The name of a close code, if it is one of ours. */
export function closeName(code: number): CloseName | undefined {
  return (Object.keys(CLOSE) as CloseName[]).find((name) => CLOSE[name].code === code)
}

function closeReason(code: number): CloseReason | undefined {
  const name = closeName(code)
  return name === undefined ? undefined : CLOSE[name]
}
