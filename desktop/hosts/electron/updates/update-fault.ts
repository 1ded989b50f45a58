import type { UpdateFault } from '../../../ui/bridge.ts'

/** The reason why an update did not come: `fault` for the screen, the message for the log. */
export class UpdateError extends Error {
  override name = 'UpdateError'
  readonly fault: UpdateFault

  constructor(fault: UpdateFault, message: string, cause?: unknown) {
    super(message, { cause })
    this.fault = fault
  }
}

/** Names the fault of any error; `failed` for one that is no {@link UpdateError}. */
export function faultOf(error: unknown): UpdateFault {
  return error instanceof UpdateError ? error.fault : 'failed'
}
