import type { Clock } from '../../../shared/clock.ts'
import type { PrintReport } from '../../core/ports.ts'
import type { CloudCall, CloudModule } from './port.ts'

/** The pause between two questions whether a ticket has come out, milliseconds, and how often it is asked. */
const ASK_EVERY_MS = 1_000
const MOST_QUESTIONS = 12
/** The time after which a cloud should print a content no more, milliseconds: it is printed again by then, and marked. */
const EXPIRES_MS = 60_000
/**
 * The time after which no further content is sent, milliseconds: whoever asked waits no longer than 90 s, and then prints
 * all of it again; pieces of two attempts would lie among each other.
 */
const LAST_SEND_MS = 85_000

/**
 * Prints contents at a cloud printer, each behind the one before. `ok` means that the cloud says it has come out. A cloud is
 * asked first how its printer is; what it has refused is no paper, and what it has not answered, or has not seen come out,
 * is a doubt. Rejects with what `begins` rejects with, and with nothing else.
 */
export async function printAtCloud(
  cloud: CloudModule,
  contents: readonly string[],
  { clock, begins, ...about }: Omit<CloudCall, 'now'> & { clock: Clock; begins(): Promise<void> },
): Promise<PrintReport> {
  const begun = clock.elapsed()
  const call = () => ({ ...about, now: clock.now() })
  const before = await cloud.status(call())
  if (before !== 'ok') return { outcome: before }
  await begins()
  for (const [index, content] of contents.entries()) {
    if (clock.elapsed() - begun > LAST_SEND_MS) return { outcome: 'timeout', ...(index > 0 && { doubt: true }) }
    const sent = await cloud.send(call(), content, clock.now() + EXPIRES_MS)
    if ('fault' in sent) return { outcome: sent.fault, ...((sent.doubt || index > 0) && { doubt: true }) }
    const outcome = await comesOut(sent.taken)
    if (outcome === 'ok') continue
    await cloud.drop?.(call(), sent.taken)
    return { outcome, doubt: true }
  }
  return { outcome: 'ok' }

  async function comesOut(taken: string): Promise<string> {
    for (let asked = 0; asked < MOST_QUESTIONS; asked += 1) {
      await new Promise<void>((resolve) => clock.after(ASK_EVERY_MS, resolve))
      if ((await cloud.printed(call(), taken)) === true) return 'ok'
    }
    const after = await cloud.status(call())
    return after === 'ok' ? 'timeout' : after
  }
}
