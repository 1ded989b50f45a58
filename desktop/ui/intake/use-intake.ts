import { useState } from 'react'
import type { ChangeIntake } from '../../../shared/intake.ts'
import { useUi } from '../parts/context.tsx'

/** The presses that change the store's intake, with the outcome of the last one. The state itself comes with the status. */
export interface IntakeControl {
  set(change: ChangeIntake): Promise<void>
  /** The server is asked. */
  asking: boolean
  /** The code of the last refusal. */
  fault: string | undefined
}

/** Makes the control of the store's intake. */
export function useIntake(): IntakeControl {
  const { bridge } = useUi()
  const [asking, setAsking] = useState(false)
  const [fault, setFault] = useState<string>()
  return {
    asking,
    fault,
    async set(change) {
      setAsking(true)
      const done = await bridge.shop({ do: 'intake', change })
      setFault(done.ok ? undefined : done.code)
      setAsking(false)
    },
  }
}
