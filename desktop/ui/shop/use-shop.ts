import { useCallback, useEffect, useRef, useState } from 'react'
import type { ShopCall, ShopThings } from '../../core/rest/shop-api.ts'
import { useUi } from '../parts/context.tsx'

/** How often the shop is read again: another device may rename or remove something. */
const REFRESH_MS = 10_000

/** The shop's own things, as the settings show and change them. */
export interface Shop {
  /** `undefined` until they have been read. */
  things: ShopThings | undefined
  /** Whether this device may change them. */
  manages: boolean
  /** The code for which they could not be read. */
  fault: string | undefined
  /** Makes a change and reads the shop again. Resolves to the code of the refusal; `undefined`: it is done. */
  change(call: Exclude<ShopCall, { do: 'read' | 'invite' }>): Promise<string | undefined>
  /** Reads the shop again. */
  reload(): Promise<void>
}

/** Reads the shop, and again while it is shown. A reply to a former reading is dropped. */
export function useShop(): Shop {
  const { bridge, clock } = useUi()
  const [things, setThings] = useState<ShopThings>()
  const [fault, setFault] = useState<string>()
  const asked = useRef(0)

  const reload = useCallback(async () => {
    const mine = ++asked.current
    const read = await bridge.shop({ do: 'read' })
    if (mine !== asked.current) return
    setFault(read.ok ? undefined : read.code)
    if (read.ok) setThings(read.value)
  }, [bridge])

  const change = useCallback<Shop['change']>(
    async (call) => {
      const done = await bridge.shop(call)
      if (!done.ok) return done.code
      await reload()
      return undefined
    },
    [bridge, reload],
  )

  useEffect(() => {
    void reload()
    return clock.every(REFRESH_MS, () => void reload())
  }, [clock, reload])
  return { things, manages: things?.store.settings.devicesManage === true, fault, change, reload }
}
