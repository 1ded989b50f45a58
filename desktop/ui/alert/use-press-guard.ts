import { useEffect, useState } from 'react'
import { useUi } from '../parts/context.tsx'

/** A hand already on its way to a key or a button takes about this long; it did not mean the ticket that just came. */
const ARMING_MS = 400

/** Whether `what` has been on the screen long enough for a press to be about it. */
export function useArming(what: string): boolean {
  const { clock } = useUi()
  const [armed, setArmed] = useState<string>()
  useEffect(() => clock.after(ARMING_MS, () => setArmed(what)), [clock, what])
  return armed === what
}
