import type {
  ClosedFrame,
  ReminderFrame,
  ServerFrame,
  SnapshotFrame,
  WelcomeFrame,
} from '../../shared/protocol/frames.ts'

/** Whether a frame announces a reminder. */
export const isReminder = (frame: ServerFrame): frame is ReminderFrame => 'type' in frame
/** Whether a frame ends a reminder. */
export const isClosed = (frame: ServerFrame): frame is ClosedFrame => 'op' in frame && frame.op === 'closed'
/** Whether a frame answers the hello. */
export const isWelcome = (frame: ServerFrame): frame is WelcomeFrame => 'op' in frame && frame.op === 'welcome'
/** Whether a frame is a part of a snapshot. */
export const isSnapshot = (frame: ServerFrame): frame is SnapshotFrame => 'op' in frame && frame.op === 'snapshot'
/** Whether a frame says that catch-up is complete. */
export const isSynced = (frame: ServerFrame): boolean => 'op' in frame && frame.op === 'synced'
/** Whether a frame is a heartbeat. */
export const isHeartbeat = (frame: ServerFrame): boolean => 'op' in frame && frame.op === 'heartbeat'

/** Filters the entries of the log among frames: those with a position. */
export function entries(frames: readonly ServerFrame[]): (ReminderFrame | ClosedFrame)[] {
  return frames.filter((frame): frame is ReminderFrame | ClosedFrame => isReminder(frame) || isClosed(frame))
}
