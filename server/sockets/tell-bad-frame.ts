import type { SessionDeps } from './session.ts'

/** Logs a frame that is none of the protocol. A device is named; of strangers' frames so many lines a minute are written. */
export function tellBadFrame(
  { ctx, mayLog }: Pick<SessionDeps, 'ctx' | 'mayLog'>,
  deviceId: string,
  fault: string,
): void {
  const known = deviceId !== ''
  const leftOut = known ? 0 : mayLog('bad frame')
  if (leftOut === undefined) return
  ctx.logger.info({ ...(known && { deviceId }), fault, ...(leftOut > 0 && { leftOut }) }, 'bad frame')
}
