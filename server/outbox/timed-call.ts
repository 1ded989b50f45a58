import type { Logger } from 'pino'
import type { Clock } from '../../shared/clock.ts'

/** Milliseconds for an answer. The caller repeats the call later, under a number of ours that makes repetition safe. */
const ANSWER_WITHIN_MS = 20_000

export interface TimedCallDeps {
  clock: Clock
  logger: Logger
}

/**
 * Calls a service outside of this server, with a time limit; never inside a transaction. Resolves to `undefined` when
 * there was no answer: the call rejected, took longer than 20 s, or the server is stopping. The effect of the call is
 * then unknown. Such a silence is logged under `silence`, with `facts`.
 */
export async function timedCall<Answer>(
  { clock, logger }: TimedCallDeps,
  stopping: AbortSignal,
  call: () => Promise<Answer>,
  { silence, ...facts }: { silence: string } & Record<string, unknown>,
): Promise<Answer | undefined> {
  let giveUp = (_why: string) => {}
  const noAnswer = new Promise<never>((_resolve, reject) => {
    giveUp = (why) => reject(new Error(why))
  })
  const cancel = clock.after(ANSWER_WITHIN_MS, () => giveUp('no answer in time'))
  const stop = () => giveUp('the server is stopping')
  stopping.addEventListener('abort', stop)
  try {
    return await Promise.race([call(), noAnswer])
  } catch (error) {
    logger.warn({ err: error, ...facts }, silence)
    return undefined
  } finally {
    cancel()
    stopping.removeEventListener('abort', stop)
  }
}
