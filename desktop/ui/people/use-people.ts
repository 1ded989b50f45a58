import { useCallback, useEffect, useRef, useState } from 'react'
import type { People, PeopleAsk } from '../../core/people/people.ts'
import { useUi } from '../parts/context.tsx'

/** Time between two looks at a message whose end is awaited, milliseconds. */
const LOOK_EVERY_MS = 2_000
/** Time for which an answer to a test is waited for, milliseconds. */
const AWAITED_MS = 30 * 60_000

/** The people outside of the shop, as the server has them. */
export interface PeopleState {
  /** `undefined` before the first answer. */
  people: People | undefined
  /** The code of the latest call, where it failed. */
  fault: string | undefined
  busy: boolean
  /** Makes a change, and reads again. Resolves to what the server has then; `undefined`: it failed. */
  ask(ask: PeopleAsk): Promise<People | undefined>
}

/** Reads the people outside, and again every two seconds while a message is under way. */
export function usePeople(): PeopleState {
  const { bridge, clock } = useUi()
  const [people, setPeople] = useState<People>()
  const [fault, setFault] = useState<string>()
  const [asking, setAsking] = useState(0)
  const asked = useRef(0)

  const ask = useCallback(
    async (what: PeopleAsk) => {
      const mine = ++asked.current
      const counts = what.call !== 'read'
      if (counts) setAsking((before) => before + 1)
      const result = await bridge.people(what)
      if (counts) setAsking((before) => before - 1)
      // What was read before a later change is older than what that one shows.
      if (mine === asked.current || counts) {
        setFault(result.ok ? undefined : result.code)
        if (result.ok) setPeople(result.value)
      }
      return result.ok ? result.value : undefined
    },
    [bridge],
  )
  useEffect(() => void ask({ call: 'read' }), [ask])

  const awaited = people !== undefined && isAwaited(people)
  useEffect(
    () => (awaited ? clock.every(LOOK_EVERY_MS, () => void ask({ call: 'read' })) : undefined),
    [awaited, clock, ask],
  )
  return { people, fault, busy: asking > 0, ask }
}

/** Tells whether a message is under way, or a test waits for its answer; by the times of the server alone. */
function isAwaited({ effects }: People): boolean {
  const latest = Math.max(0, ...effects.map(({ createdAt }) => createdAt))
  return effects.some(
    ({ state, cause, createdAt }) =>
      state === 'queued' ||
      state === 'sending' ||
      (state === 'sent' && cause === 'test' && latest - createdAt < AWAITED_MS),
  )
}
