import type { UpdateFault } from '../../../ui/bridge.ts'

/** Why an update did not come; the word is for the screen, the message for the log. */
export class UpdateError extends Error {
  override name = 'UpdateError'
  readonly fault: UpdateFault

  constructor(fault: UpdateFault, message: string, cause?: unknown) {
    super(message, { cause })
    this.fault = fault
  }
}

export function faultOf(error: unknown): UpdateFault {
  return error instanceof UpdateError ? error.fault : 'failed'
}
