import type {
  ClosedFrame,
  ReminderFrame,
  ServerFrame,
  SnapshotFrame,
  WelcomeFrame,
} from '../../shared/protocol/frames.ts'

export const isReminder = (frame: ServerFrame): frame is ReminderFrame => 'type' in frame
export const isClosed = (frame: ServerFrame): frame is ClosedFrame => 'op' in frame && frame.op === 'closed'
export const isWelcome = (frame: ServerFrame): frame is WelcomeFrame => 'op' in frame && frame.op === 'welcome'
export const isSnapshot = (frame: ServerFrame): frame is SnapshotFrame => 'op' in frame && frame.op === 'snapshot'
export const isSynced = (frame: ServerFrame): boolean => 'op' in frame && frame.op === 'synced'
export const isHeartbeat = (frame: ServerFrame): boolean => 'op' in frame && frame.op === 'heartbeat'

/** The entries of the log among the frames: what has a position. */
export function entries(frames: readonly ServerFrame[]): (ReminderFrame | ClosedFrame)[] {
  return frames.filter((frame): frame is ReminderFrame | ClosedFrame => isReminder(frame) || isClosed(frame))
}
