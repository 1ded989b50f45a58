import { parseCursor } from '../../../../server/log/cursor.ts'
import type { decideResume as Seam } from '../../../../server/sockets/resume.ts'

/** Whatever event the log has there, it is taken for the one that the cursor names. */
export const decideResume =
  (original: typeof Seam): typeof Seam =>
  (store, text, eventId) =>
    original(store, text, parseCursor(text ?? '')?.eventId ?? eventId)
