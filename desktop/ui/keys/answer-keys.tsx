import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react'
import { useUi } from '../parts/context.tsx'
import { type AnswerGuard, createAnswerGuard } from './answer-guard.ts'
import { typedField } from './typed-field.ts'

/** The keys of one page, as far as they answer. */
export interface AnswerKeys {
  /** Tells whether this keydown may answer. */
  mayAnswer(event: KeyboardEvent): boolean
  /** Notes that something else stands in front; `shown` names it. */
  changed(shown: string): void
}

/** The buttons that answer; Enter and Space press them only when the guard lets the key answer. */
const ANSWERING = '[data-answers]'

const KeysContext = createContext<AnswerKeys | null>(null)

/**
 * Watches every key of the page before anything else does, so that the guard knows all of them, and keeps those that must
 * not answer away from the buttons marked `data-answers`.
 */
export function AnswerKeysProvider({ children }: { children: ReactNode }) {
  const { clock } = useUi()
  const { keys, listen } = useMemo(() => createAnswerKeys(createAnswerGuard(clock.elapsed)), [clock])
  useEffect(listen, [listen])
  return <KeysContext value={keys}>{children}</KeysContext>
}

/** Returns the keys of the page. Throws an `Error` outside of an {@link AnswerKeysProvider}. */
export function useAnswerKeys(): AnswerKeys {
  const keys = useContext(KeysContext)
  if (keys === null) throw new Error('useAnswerKeys wants an AnswerKeysProvider above')
  return keys
}

function createAnswerKeys(guard: AnswerGuard): { keys: AnswerKeys; listen(): () => void } {
  const answering = new WeakSet<KeyboardEvent>()
  /** Whether the last keydown of Space was kept away: a button is pressed by its keyup. */
  let spaceRefused = false

  function onKeyDown(event: KeyboardEvent): void {
    const { key, repeat, shiftKey, ctrlKey, altKey, metaKey } = event
    const verdict = guard.pressed({
      ...{ key, repeat, modified: shiftKey || ctrlKey || altKey || metaKey },
      // Deprecated, and the only sign of it in the keydown that begins a composition.
      composing: event.isComposing || event.keyCode === 229,
      typing: typedField(document) !== undefined,
    })
    if (verdict === 'answers') answering.add(event)
    if (key === ' ') spaceRefused = verdict !== 'answers'
    if (verdict !== 'answers' && (key === 'Enter' || key === ' ') && isAnswering(event)) event.preventDefault()
  }

  function onKeyUp(event: KeyboardEvent): void {
    guard.released(event.key)
    if (event.key === ' ' && spaceRefused && isAnswering(event)) event.preventDefault()
  }

  return {
    keys: { mayAnswer: (event) => answering.has(event), changed: () => guard.changed() },
    listen() {
      addEventListener('keydown', onKeyDown, true)
      addEventListener('keyup', onKeyUp, true)
      addEventListener('blur', guard.left)
      return () => {
        removeEventListener('keydown', onKeyDown, true)
        removeEventListener('keyup', onKeyUp, true)
        removeEventListener('blur', guard.left)
      }
    },
  }
}

function isAnswering({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest(ANSWERING) !== null
}
