import type { createDisplays as Seam } from '../../../../desktop/core/announcer/displays.ts'

/** What is on its way to the screen is shown once more. */
export const createDisplays =
  (original: typeof Seam): typeof Seam =>
  (deps) => {
    const displays = original(deps)
    return {
      ...displays,
      show(alert) {
        displays.show(alert)
        return displays.show(alert)
      },
    }
  }
