import { useEffect, useState } from 'react'
import type { ReadAttention } from '../../../shared/api/order-attention.ts'
import type { Result } from '../bridge.ts'
import { useUi } from '../parts/context.tsx'

const UNREACHABLE: Result<ReadAttention> = { ok: false, code: 'unreachable' }

/**
 * Asks the server about the money of an order, anew whenever it is reached again and `seen` changes. `undefined`: it has not
 * answered yet; without a connection it counts as out of reach until it does.
 */
export function useOrderMoney(orderId: number, seen = 0): Result<ReadAttention> | undefined {
  const { bridge, view } = useUi()
  const connected = view.status.link === 'connected'
  const [read, setRead] = useState<Result<ReadAttention>>()
  useEffect(() => {
    let wanted = true
    // Named here, because the answer depends on them: what was read before is asked for again.
    void [connected, seen]
    void bridge.attention(orderId).then((result) => wanted && setRead(result))
    return () => {
      wanted = false
    }
  }, [bridge, orderId, connected, seen])
  return read ?? (connected ? undefined : UNREACHABLE)
}
