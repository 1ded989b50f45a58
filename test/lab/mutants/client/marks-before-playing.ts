import type { createAnnouncer as Seam } from '../../../../desktop/core/announcer/announcer.ts'
import { DONE } from './done.ts'

/** An announcement counts as made as soon as it is shown, while its sound is still to come. */
export const createAnnouncer =
  (original: typeof Seam): typeof Seam =>
  (deps) =>
    original({
      ...deps,
      dialog: {
        ...deps.dialog,
        show(alert) {
          deps.source.announced(alert.reminder, DONE)
          return deps.dialog.show(alert)
        },
      },
    })
