import { useCallback, useEffect, useRef, useState } from 'react'
import { ownEntry } from '../../../shared/own-entry.ts'
import { cleanLine } from '../../../shared/text.ts'
import type { BellEvent } from '../../core/bell/bell.ts'
import type { Words } from '../messages/messages.ts'
import { useUi } from '../parts/context.tsx'
import { calledOf } from '../parts/format.ts'

/** A word about what just happened. `who` is a name that somebody outside chose. */
export interface Passing {
  key: number
  tone: 'done' | 'refused'
  text: string
  who?: string
}

const SHOWN_MS = 8_000
const MOST_SHOWN = 3

/** What just happened, each for a few seconds. */
export function usePassing(): { list: readonly Passing[]; dismiss(key: number): void } {
  const { bridge, clock, words } = useUi()
  const [list, setList] = useState<readonly Passing[]>([])
  const next = useRef(0)
  const dismiss = useCallback((key: number) => setList((before) => before.filter((one) => one.key !== key)), [])

  useEffect(() => {
    const cancels = new Set<() => void>()
    const unsubscribe = bridge.onEvent((event) => {
      const told = tell(event, words)
      if (told === undefined) return
      const key = next.current++
      setList((before) => [...before, { ...told, key }].slice(-MOST_SHOWN))
      const cancel = clock.after(SHOWN_MS, () => {
        cancels.delete(cancel)
        dismiss(key)
      })
      cancels.add(cancel)
    })
    return () => {
      unsubscribe()
      for (const cancel of cancels) cancel()
      setList([])
    }
  }, [bridge, clock, words, dismiss])
  return { list, dismiss }
}

/** Only what the human does not see anyway: others' answers, and answers that the server refused. */
function tell(event: BellEvent, words: Words): Omit<Passing, 'key'> | undefined {
  const { passing } = words
  if (event.type === 'closed') {
    const { state, by } = event.closed
    const text = `${calledOf(event.reminder, words)} ${passing.closed[state]}`
    if (event.here) return undefined
    return { tone: 'done', text, who: by.name ?? passing.by[by.kind] }
  }
  if (event.type !== 'decided' || event.decision.accepted) return undefined
  const { code } = event.decision
  return { tone: 'refused', text: `${passing.refused}: ${ownEntry(passing.refusedCodes, code) ?? cleanLine(code, 60)}` }
}
