import { useEffect, useRef } from 'react'
import { useAnswerKeys } from '../keys/answer-keys.tsx'
import { typedField } from '../keys/typed-field.ts'
import { useUi } from '../parts/context.tsx'

/**
 * The time between two digits, milliseconds, below which no hand has pressed them: barcode scanners that work as a keyboard
 * type a digit every 1 to 50 ms. What they type picks nothing.
 */
const SCANNED_MS = 80

const TICKET = '.slip, .wall .card'
const PICKABLE = '[data-verb]:not(:disabled)'
const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

interface WallKeys {
  page: number
  /** Whether the tickets are laid on pages; where they flow, Page Up and Down scroll, as everywhere. */
  laid: boolean
  turn(to: number): void
  help(): void
  /** A key would have answered, and came too soon after another. */
  refused(): void
}

/**
 * Lets keys and bump bars work the wall. A picked ticket is one whose verb has the focus, so that Enter is the browser's
 * own and the guard of answers holds for it. No key does anything while somebody types or a dialog is open.
 */
export function useWallKeys({ page, laid, turn, help, refused }: WallKeys): void {
  const { clock } = useUi()
  const keys = useAnswerKeys()
  const digitAt = useRef(Number.NEGATIVE_INFINITY)
  /** The ticket to pick once the page has been turned. */
  const awaited = useRef<'first' | 'last'>(undefined)

  useEffect(() => {
    const to = awaited.current
    awaited.current = undefined
    if (to !== undefined && page >= 0) pick(tickets().at(to === 'first' ? 0 : -1))
  }, [page])

  useEffect(() => {
    function onDigit(digit: number): void {
      const now = clock.elapsed()
      const scanned = now - digitAt.current < SCANNED_MS
      digitAt.current = now
      if (scanned) return unpick()
      if (digit === 0) document.querySelector<HTMLElement>('.lane .button:not(:disabled)')?.focus()
      else pick(tickets()[digit - 1])
    }

    function onArrow(key: string): boolean {
      const step = ARROWS[key]
      if (step === undefined) return false
      const from = picked()
      if (from === undefined) {
        if (!laid) return false
        if (step[0] === 0) pick(tickets()[0])
        else turn(page + step[0])
        return true
      }
      const to = nearest(from, step)
      if (to !== undefined) pick(to)
      else if (step[0] !== 0) {
        awaited.current = step[0] > 0 ? 'first' : 'last'
        turn(page + step[0])
      }
      return true
    }

    function onKeyDown(event: KeyboardEvent): void {
      const { key, ctrlKey, altKey, metaKey } = event
      if (event.defaultPrevented && key !== 'Enter') return
      if (ctrlKey || altKey || metaKey || event.isComposing || typedField(document) !== undefined) return
      if (document.querySelector('dialog[open]') !== null) return
      if (key === 'Enter') {
        const onVerb = event.target instanceof Element && event.target.matches('[data-verb]')
        if (onVerb && !event.repeat && !keys.mayAnswer(event)) refused()
        return
      }
      if (handle(key)) event.preventDefault()
    }

    function handle(key: string): boolean {
      if (/^\d$/.test(key)) onDigit(Number(key))
      else if (key === '?' || key === '？') help()
      else if (key === 'Escape') unpick()
      else if (key === 'i' || key === 'I') picked()?.querySelector<HTMLElement>('[data-details]')?.click()
      else if (laid && key === 'PageDown') turn(page + 1)
      else if (laid && key === 'PageUp') turn(page - 1)
      else return onArrow(key)
      return true
    }

    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [clock, keys, page, laid, turn, help, refused])
}

function tickets(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(TICKET)]
}

function picked(): HTMLElement | undefined {
  return document.activeElement?.closest<HTMLElement>(TICKET) ?? undefined
}

function pick(ticket: HTMLElement | undefined): void {
  const verb = ticket?.querySelector<HTMLElement>(PICKABLE)
  ;(verb ?? ticket)?.focus()
}

function unpick(): void {
  const focused = document.activeElement
  if (focused instanceof HTMLElement && focused !== document.body) focused.blur()
}

/** Finds the ticket that stands next to another in a direction; `undefined`: there is none on this page. */
function nearest(from: HTMLElement, [right, down]: readonly [number, number]): HTMLElement | undefined {
  const at = middle(from)
  const found = tickets()
    .filter((ticket) => ticket !== from)
    .map((ticket) => ({ ticket, to: middle(ticket) }))
    .map(({ ticket, to }) => ({ ticket, ahead: (to.x - at.x) * right + (to.y - at.y) * down, aside: across(to, at) }))
    .filter(({ ahead }) => ahead > 1)
    .toSorted((a, b) => a.ahead + 2 * a.aside - (b.ahead + 2 * b.aside))
  return found[0]?.ticket

  function across(to: { x: number; y: number }, origin: { x: number; y: number }): number {
    return Math.abs(right === 0 ? to.x - origin.x : to.y - origin.y)
  }
}

function middle(element: Element): { x: number; y: number } {
  const { left, right, top, bottom } = element.getBoundingClientRect()
  return { x: (left + right) / 2, y: (top + bottom) / 2 }
}
