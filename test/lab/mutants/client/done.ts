import type { AnnouncedOutcome } from '../../../../shared/protocol/frames.ts'

/** The outcome of an announcement that went well. */
export const DONE: AnnouncedOutcome = { speech: 'ok', notification: 'none', dialog: 'ok' }
