import { useEffect, useState } from 'react'
import { GUARD } from '../keys/answer-guard.ts'
import { useUi } from '../parts/context.tsx'

/**
 * Tells whether `shown`, which names a ticket, has been on the screen for 400 ms, so that a press is meant for it and not
 * for what was there before.
 */
export function usePressGuard(shown: string): boolean {
  const { clock } = useUi()
  const [pressable, setPressable] = useState<string>()
  useEffect(() => clock.after(GUARD.pressShown, () => setPressable(shown)), [clock, shown])
  return pressable === shown
}
