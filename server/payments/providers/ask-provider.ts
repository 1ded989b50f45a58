import type { Context } from '../../context/context.ts'

/** A provider that has not answered by then is asked again later; whatever it was asked for has a number of ours. */
const ANSWER_WITHIN_MS = 20_000

/**
 * One call to a provider, never inside a transaction. Resolves to `undefined` when there was no answer: it rejected,
 * took too long, or the server is stopping. What became of the call is then unknown.
 */
export async function askProvider<Answer>(
  ctx: Context,
  stopping: AbortSignal,
  call: () => Promise<Answer>,
  about: Record<string, unknown>,
): Promise<Answer | undefined> {
  let giveUp = (_why: string) => {}
  const silence = new Promise<never>((_resolve, reject) => {
    giveUp = (why) => reject(new Error(why))
  })
  const cancel = ctx.clock.after(ANSWER_WITHIN_MS, () => giveUp('no answer in time'))
  const stop = () => giveUp('the server is stopping')
  stopping.addEventListener('abort', stop)
  try {
    return await Promise.race([call(), silence])
  } catch (error) {
    ctx.logger.warn({ err: error, ...about }, 'a payment provider did not answer')
    return undefined
  } finally {
    cancel()
    stopping.removeEventListener('abort', stop)
  }
}
