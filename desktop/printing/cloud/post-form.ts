import type { Fetch } from '../../core/rest/fetch.ts'

/** The longest time for one answer, milliseconds. */
const LIMIT_MS = 5_000
const HTTP_BUSY = 429
/** The system's words for a request that has never left. */
const NOT_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']

/** A call that has failed. `doubt`: it may have had its effect all the same. */
export interface CallFault {
  fault: string
  doubt: boolean
}

/** Posts a form and reads the object that is answered. Never rejects. */
export async function postForm(
  fetch: Fetch,
  url: string,
  fields: Readonly<Record<string, string>>,
): Promise<{ body: Readonly<Record<string, unknown>> } | CallFault> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const body = new URLSearchParams(fields).toString()
  try {
    const reply = await fetch({ method: 'POST', url, headers, body, limitMs: LIMIT_MS })
    if (reply.status === HTTP_BUSY) return { fault: 'cloud_busy', doubt: false }
    if (reply.status !== 200) return { fault: 'no_answer', doubt: true }
    return { body: Object(await reply.json()) as Record<string, unknown> }
  } catch (error) {
    const { code } = Object((error as { cause?: unknown }).cause) as { code?: unknown }
    const sent = !NOT_SENT.includes(String(code))
    return { fault: sent ? 'no_answer' : 'unreachable', doubt: sent }
  }
}
