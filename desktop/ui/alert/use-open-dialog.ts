import { type CSSProperties, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { typedField } from '../keys/typed-field.ts'
import { useUi } from '../parts/context.tsx'

/** The gap between a field and the alert beside it, and the least room that an alert can be read in, pixels. */
const GAP = 12
const LEAST_ROOM = 320
/** After a press: its click comes first, or the alert would move away below the finger. */
const AFTER_PRESS_MS = 50

/** An open alert. `beside`: next to the field that is typed in, with the room that is left there. */
export interface OpenDialog {
  beside: boolean
  room: CSSProperties
}

/**
 * Opens a dialog for as long as it is drawn: in front of everything, with the focus in it. While somebody types in a field
 * it stands beside that field, and the caret stays there; it comes to the front when the field is left. Whatever had the
 * focus before has it again afterwards.
 */
export function useOpenDialog(dialog: RefObject<HTMLDialogElement | null>): OpenDialog {
  const { clock } = useUi()
  // Known at once: what stands in the dialog measures its room before it is drawn.
  const [field, setField] = useState(() => typedField(document))
  /** The field that was typed in when the dialog came. */
  const left = useRef<HTMLElement>(undefined)

  useLayoutEffect(() => {
    const element = dialog.current
    left.current = typedField(document)
    setField(left.current)
    // `show()` would take the focus, as `showModal()` does; the attribute alone leaves it.
    if (left.current === undefined) comeForward(element)
    else element?.setAttribute('open', '')
    return () => {
      // Closed before it is taken out, because only closing gives the focus back.
      if (element?.matches(':modal')) element.close()
      else element?.removeAttribute('open')
      if (typedField(document) === undefined) left.current?.focus()
    }
  }, [dialog])

  useEffect(() => {
    if (field === undefined) return
    let pressing = false
    let cancel = () => {}
    function look(): void {
      const now = typedField(document)
      if (now !== undefined && dialog.current?.contains(now) === false) {
        left.current = now
        return setField(now)
      }
      dialog.current?.removeAttribute('open')
      comeForward(dialog.current)
      setField(undefined)
    }
    function soon(ms: number): void {
      cancel()
      cancel = clock.after(ms, look)
    }
    const onPress = () => {
      pressing = true
    }
    const onRelease = () => {
      pressing = false
      soon(AFTER_PRESS_MS)
    }
    const onLeave = () => {
      if (!pressing) soon(0)
    }
    addEventListener('pointerdown', onPress, true)
    addEventListener('pointerup', onRelease, true)
    addEventListener('pointercancel', onRelease, true)
    addEventListener('focusout', onLeave)
    return () => {
      cancel()
      removeEventListener('pointerdown', onPress, true)
      removeEventListener('pointerup', onRelease, true)
      removeEventListener('pointercancel', onRelease, true)
      removeEventListener('focusout', onLeave)
    }
  }, [clock, dialog, field])

  return { beside: field !== undefined, room: field === undefined ? {} : roomBeside(field.getBoundingClientRect()) }
}

function comeForward(element: HTMLDialogElement | null): void {
  element?.showModal()
  // The focus would be on the scrolling paper otherwise, until there is a button to press.
  element?.focus()
}

/** Finds the larger part of the window above or below a field; all of it where neither is large enough. */
function roomBeside({ top, bottom }: DOMRect): CSSProperties {
  const below = innerHeight - bottom
  if (Math.max(top, below) < LEAST_ROOM) return {}
  return below >= top
    ? { insetBlockStart: bottom + GAP, blockSize: below - 2 * GAP }
    : { insetBlockStart: GAP, blockSize: top - 2 * GAP }
}
