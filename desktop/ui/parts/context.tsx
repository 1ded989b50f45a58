import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { Clock } from '../../../shared/clock.ts'
import type { Locale } from '../../../shared/locales.ts'
import { createOpenNumbers, type OpenNumbers } from '../../../shared/phrases/order-tail.ts'
import { isTimeZone } from '../../../shared/time-zones.ts'
import type { Bridge, View } from '../bridge.ts'
import { messagesFor } from '../messages/index.ts'
import type { Messages } from '../messages/messages.ts'
import { useWholeOrders, type WholeOrders } from './use-whole-orders.ts'

/** The context of every part of the screen. */
export interface Ui {
  bridge: Bridge
  clock: Clock
  view: View
  messages: Messages
  locale: Locale
  /** The store's time zone, IANA name; `undefined`, for the device's own, before pairing and when the host lacks it. */
  timezone: string | undefined
  /** The numbers of the orders that wait for an answer, among which a number's tail must tell one from the other. */
  openNumbers: OpenNumbers
  whole: WholeOrders
}

/** The context itself, for components that are classes; functions call {@link useUi}. */
export const UiContext = createContext<Ui | null>(null)

/** Subscribes to the bridge, and provides the view, with messages and time zone, to all parts below. */
export function UiProvider({ bridge, clock, children }: { bridge: Bridge; clock: Clock; children: ReactNode }) {
  const told = useSyncExternalStore(bridge.subscribe, bridge.view)
  const [board, whole] = useWholeOrders(bridge, told.board)
  const view = useMemo(() => ({ ...told, board }), [told, board])
  const { locale } = view.settings
  const zone = (view.status.store ?? view.host.pairing?.store)?.timezone
  const timezone = zone !== undefined && isTimeZone(zone) ? zone : undefined
  const ui = useMemo(
    () => ({
      bridge,
      clock,
      view,
      messages: messagesFor(locale),
      locale,
      timezone,
      // As the voice counts them: what was answered here is told no more.
      openNumbers: createOpenNumbers(
        view.board.filter(({ answering }) => !answering).map(({ reminder }) => reminder.order.number),
      ),
      whole,
    }),
    [bridge, clock, view, locale, timezone, whole],
  )
  useEffect(() => {
    document.documentElement.lang = locale
  }, [locale])
  return <UiContext value={ui}>{children}</UiContext>
}

/** Returns the context of the screen. Throws an `Error` outside of a {@link UiProvider}. */
export function useUi(): Ui {
  const ui = useContext(UiContext)
  if (ui === null) throw new Error('useUi wants a UiProvider above')
  return ui
}

/** Returns the server's wall clock, milliseconds, anew every `everyMs`; the times of orders are the server's. */
export function useServerNow(everyMs: number): number {
  return useNow(everyMs) + useUi().view.status.serverAheadMs
}

/** Returns the device's wall clock, milliseconds, anew every `everyMs`. */
export function useNow(everyMs: number): number {
  const { clock } = useUi()
  const [now, setNow] = useState(clock.now)
  useEffect(() => {
    setNow(clock.now())
    return clock.every(everyMs, () => setNow(clock.now()))
  }, [clock, everyMs])
  return now
}
