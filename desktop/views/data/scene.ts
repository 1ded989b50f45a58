import type { ReadReport } from '../../../shared/api/attention-report.ts'
import type { ReadAttention } from '../../../shared/api/order-attention.ts'
import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import type { Locale } from '../../../shared/locales.ts'
import type { BellEvent } from '../../core/bell/bell-contract.ts'
import type { People } from '../../core/people/people.ts'
import type { View } from '../../ui/bridge.ts'

/** One press or text of a human, or something that has to be seen before the next one. */
export type Step = { press: string } | { into: string; text: string } | { see: string }

/** All that a screen draws itself from. */
export interface Scene {
  view: View
  /** The server's orders, newest first. */
  orders?: readonly ReadOrder[]
  story?: ReadAttention
  people?: People
  report?: ReadReport
  /** The code with which the server refuses every reading. */
  refuses?: string
  /** Events that the bell tells once the screen stands. */
  events?: readonly BellEvent[]
}

/** A state of the screen that always looks the same. */
export interface FixedView {
  /** Names the file of its picture. */
  name: string
  /** One of the addresses behind `#`; absent: the board. */
  screen?: 'history' | 'settings' | 'about' | 'people' | 'report'
  surface?: 'all' | 'screens' | 'alert'
  /** The steps that lead to it, by CSS selectors. */
  steps?: readonly Step[]
  /** An element that is on the screen once the view stands. */
  shows: string
  /** The part that is scrolled into the window, where a long screen has it further down. */
  reveals?: string
  draw(locale: Locale): Scene
}
