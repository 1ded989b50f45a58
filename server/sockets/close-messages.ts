import type { CloseName } from '../../shared/protocol/close-codes.ts'

/** Messages for the closes that are a fault of the client or its operator, for the client's log. */
export const CLOSE_MESSAGES: Partial<Record<CloseName, string>> = {
  bad_frame: 'That frame is not one of reminder.v1, or not at this point.',
  unauthorized: 'The device token is unknown; pair again.',
  revoked: 'This device was revoked by the operator.',
  version: 'This server speaks reminder.v1 only.',
  replaced: 'The same device connected again somewhere else.',
  rate: 'Too many frames.',
}
