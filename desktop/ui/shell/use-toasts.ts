import { useCallback, useEffect, useRef, useState } from 'react'
import { ownEntry } from '../../../shared/own-entry.ts'
import { cleanLine } from '../../../shared/text.ts'
import type { BellEvent } from '../../core/bell/bell.ts'
import { type MoneySaid, sayAfter } from '../../core/money/say-money.ts'
import type { Messages } from '../messages/messages.ts'
import { useUi } from '../parts/context.tsx'
import { calledOf } from '../parts/format.ts'

/** A short message about an event. `why`, a reason, and `who` are untrusted texts. */
export interface Toast {
  key: number
  tone: 'done' | 'refused'
  text: string
  why?: string
  who?: string
}

const SHOWN_MS = 8_000
const MOST_SHOWN = 3

/** Lists the toasts of the last events, three at most, each for 8 s. */
export function useToasts(): { list: readonly Toast[]; dismiss(key: number): void } {
  const { bridge, clock, messages, locale } = useUi()
  const [list, setList] = useState<readonly Toast[]>([])
  const next = useRef(0)
  const dismiss = useCallback((key: number) => setList((before) => before.filter((one) => one.key !== key)), [])

  useEffect(() => {
    const cancels = new Set<() => void>()
    let listening = true
    const unsubscribe = bridge.onEvent((event) => {
      const toast = toastOf(event, messages)
      if (toast !== undefined) show(toast)
      const orderId = calledOffBy(event)
      if (orderId !== undefined) void tellMoney(orderId)
    })

    /** Says what became of the money of an order that was called off here, if any goes back. */
    async function tellMoney(orderId: number): Promise<void> {
      const read = await bridge.attention(orderId)
      if (listening) for (const { tone, text } of sayAfter(read, locale)) show({ tone: MONEY_TONES[tone], text })
    }

    function show(toast: Omit<Toast, 'key'>): void {
      const key = next.current++
      setList((before) => [...before, { ...toast, key }].slice(-MOST_SHOWN))
      const cancel = clock.after(SHOWN_MS, () => {
        cancels.delete(cancel)
        dismiss(key)
      })
      cancels.add(cancel)
    }

    return () => {
      listening = false
      unsubscribe()
      for (const cancel of cancels) cancel()
      setList([])
    }
  }, [bridge, clock, messages, locale, dismiss])
  return { list, dismiss }
}

/** Money that a human has to return is told as what went wrong is. */
const MONEY_TONES: Record<MoneySaid['tone'], Toast['tone']> = {
  hand: 'refused',
  machine: 'done',
  settled: 'done',
  unsure: 'refused',
}

/** The order that an answer from here has called off; `undefined` for every other event. */
function calledOffBy(event: BellEvent): number | undefined {
  if (event.type !== 'decided' || !event.decision.accepted) return undefined
  const { answer } = event.decision
  return answer.move === 'reject' || answer.move === 'cancel' ? answer.orderId : undefined
}

/** Makes a toast of an event that the human does not see otherwise: others' answers, and those that were undone or refused. */
function toastOf(event: BellEvent, messages: Messages): Omit<Toast, 'key'> | undefined {
  const { toasts } = messages
  if (event.type === 'undone') {
    const { reminder } = event.undone
    return { tone: 'done', text: `${reminder ? `${calledOf(reminder, messages)} ` : ''}${messages.undo.undone}` }
  }
  if (event.type === 'closed') {
    const { state, by, move, reason } = event.closed
    const did = move !== undefined && state === 'acknowledged' ? toasts.did[move] : toasts.closed[state]
    const text = `${calledOf(event.reminder, messages)} ${did}`
    if (event.here) return undefined
    return { tone: 'done', text, ...(reason && { why: reason }), who: by.name ?? toasts.by[by.kind] }
  }
  if (event.type !== 'decided' || event.decision.accepted) return undefined
  const { code } = event.decision
  return { tone: 'refused', text: `${toasts.refused}: ${ownEntry(toasts.refusedCodes, code) ?? cleanLine(code, 60)}` }
}
