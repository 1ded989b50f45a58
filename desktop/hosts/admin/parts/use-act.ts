import { useState } from 'react'
import { useAdmin } from './context.tsx'
import { codeOf } from './use-load.ts'

export interface Act {
  /** Whether one is under way. */
  busy: boolean
  /** The code of why the latest one failed. */
  fault: string | undefined
  run(act: () => Promise<unknown>): void
}

/** Carries out what a human asks for, one at a time, and keeps why it failed. A session that has ended leads to the sign-in. */
export function useAct(): Act {
  const { leave } = useAdmin()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string>()
  async function run(act: () => Promise<unknown>): Promise<void> {
    if (busy) return
    setBusy(true)
    setFault(undefined)
    try {
      await act()
    } catch (error) {
      const code = codeOf(error)
      if (code === 'unauthenticated') leave('ended')
      else setFault(code)
    } finally {
      setBusy(false)
    }
  }
  return { busy, fault, run: (act) => void run(act) }
}
