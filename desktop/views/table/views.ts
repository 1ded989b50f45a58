import type { FixedView } from '../data/scene.ts'
import { ALERTS } from './alerts.ts'
import { BOARDS } from './boards.ts'
import { PEOPLE } from './people.ts'
import { SCREENS } from './screens.ts'
import { TROUBLES } from './troubles.ts'

/**
 * Every screen and state that a human can meet, each of which always looks the same: what `npm run views` shows, and what
 * the tests photograph and judge.
 */
export const VIEWS: readonly FixedView[] = [...ALERTS, ...BOARDS, ...SCREENS, ...PEOPLE, ...TROUBLES]

/** The windows in which they are looked at: a phone, a tablet, an ordinary laptop, a large screen. */
export const SIZES = [
  { width: 360, height: 640 },
  { width: 768, height: 1_024 },
  { width: 1_366, height: 625 },
  { width: 1_920, height: 1_080 },
] as const
