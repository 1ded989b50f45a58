import type { Context } from '../context/context.ts'
import type { LogBudget } from '../lib/log-budget.ts'

/** Logs a frame that is none of the protocol. A device is named; of strangers' frames so many lines a minute are written. */
export function tellBadFrame(
  { ctx, mayLog }: { ctx: Pick<Context, 'logger'>; mayLog: LogBudget },
  deviceId: string,
  fault: string,
): void {
  const known = deviceId !== ''
  const leftOut = known ? 0 : mayLog('bad frame')
  if (leftOut === undefined) return
  ctx.logger.info({ ...(known && { deviceId }), fault, ...(leftOut > 0 && { leftOut }) }, 'bad frame')
}
