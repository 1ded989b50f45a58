import type { SpeechRequest } from '../../../../shared/api/speech.ts'
import { problemSchema } from '../../../../shared/problem.ts'

/** The longest time for a sentence, milliseconds. */
const TIMEOUT_MS = 10_000

/** A sentence as the server has rendered it, or the code of its refusal; `unreachable`: no whole answer in time. */
export type Rendered = { ok: true; sound: ArrayBuffer } | { ok: false; code: string }

export interface SpeechRequests {
  /** Asks as the device with this token from now on; `undefined`: this browser is no device. */
  use(token: string | undefined): void
  /** Asks the server for a sentence as sound. Never rejects. */
  render(sentence: SpeechRequest): Promise<Rendered>
}

/** Makes requests for rendered speech to the server at this origin. */
export function createSpeechRequests(
  host: Pick<typeof globalThis, 'fetch' | 'AbortSignal'>,
  server: string,
): SpeechRequests {
  let token: string | undefined

  async function ask(sentence: SpeechRequest): Promise<Rendered> {
    const reply = await host.fetch(`${server}/v1/speech`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(sentence),
      redirect: 'error',
      credentials: 'omit',
      signal: host.AbortSignal.timeout(TIMEOUT_MS),
    })
    if (reply.status === 200) return { ok: true, sound: await reply.arrayBuffer() }
    const problem = problemSchema.safeParse(await reply.json().catch(() => undefined)).data
    return { ok: false, code: problem?.code ?? `http_${reply.status}` }
  }

  return {
    use(next) {
      token = next
    },
    async render(sentence) {
      if (token === undefined) return { ok: false, code: 'unauthenticated' }
      return await ask(sentence).catch(() => ({ ok: false, code: 'unreachable' }) as const)
    },
  }
}
