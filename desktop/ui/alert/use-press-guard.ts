import { useEffect, useState } from 'react'
import { useUi } from '../parts/context.tsx'

/** The time that a hand on its way to a key or a button takes, about: it did not mean the ticket that just came. */
const PRESS_GUARD_MS = 400

/** Tells whether `shown`, which names a ticket, has been on the screen for 400 ms, so that a press is meant for it. */
export function usePressGuard(shown: string): boolean {
  const { clock } = useUi()
  const [pressable, setPressable] = useState<string>()
  useEffect(() => clock.after(PRESS_GUARD_MS, () => setPressable(shown)), [clock, shown])
  return pressable === shown
}
