import { useCallback, useEffect, useState } from 'react'
import { useUi } from '../parts/context.tsx'

/** Long enough to be read, and over before the next key. */
const SHOWN_MS = 3_000

/** Says a sentence about a key for three seconds. */
export function useKeyNote(): { note: string; say(text: string): void } {
  const { clock } = useUi()
  const [said, setSaid] = useState<{ text: string }>()
  useEffect(() => (said === undefined ? undefined : clock.after(SHOWN_MS, () => setSaid(undefined))), [clock, said])
  const say = useCallback((text: string) => setSaid({ text }), [])
  return { note: said?.text ?? '', say }
}
