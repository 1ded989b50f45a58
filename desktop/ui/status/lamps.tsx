import { useEffect, useId, useRef, useState } from 'react'
import type { About } from '../../core/statements/statement.ts'
import { useUi } from '../parts/context.tsx'
import { Lamp } from './lamp.tsx'
import { LampCard } from './lamp-card.tsx'
import { useStatements } from './use-statements.ts'

const ALWAYS: readonly About[] = ['link', 'sound', 'clock', 'device']

/**
 * Shows one lamp for each subject of which the device speaks. A press opens the card that explains it and says how to mend
 * it; another press, Escape, or a press anywhere else closes it.
 */
export function Lamps() {
  const { messages } = useUi()
  const { statements } = useStatements()
  const [open, setOpen] = useState<About>()
  const place = useRef<HTMLDivElement>(null)
  const id = useId()
  const close = () => setOpen(undefined)
  const shown = [...ALWAYS, ...(['server', 'outside'] as const).filter((about) => statements[about].tone !== 'good')]

  useEffect(() => {
    if (open === undefined) return undefined
    const outside = ({ target }: PointerEvent) => {
      if (target instanceof Node && !place.current?.contains(target)) setOpen(undefined)
    }
    const elsewhere = () => setOpen(undefined)
    const byKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !place.current?.contains(document.activeElement)) return
      // The board would take the key as well, and the focus with it.
      event.preventDefault()
      elsewhere()
      place.current.querySelector<HTMLElement>(`[data-about="${open}"]`)?.focus()
    }
    addEventListener('pointerdown', outside)
    addEventListener('hashchange', elsewhere)
    addEventListener('keydown', byKey, { capture: true })
    return () => {
      removeEventListener('pointerdown', outside)
      removeEventListener('hashchange', elsewhere)
      removeEventListener('keydown', byKey, { capture: true })
    }
  }, [open])

  return (
    <div ref={place} className="lamps">
      <ul aria-label={messages.lamps.label}>
        {shown.map((about) => (
          <Lamp
            key={about}
            statement={statements[about]}
            card={id}
            open={open === about}
            press={() => setOpen(open === about ? undefined : about)}
          />
        ))}
      </ul>
      {open !== undefined && <LampCard id={id} statement={statements[open]} close={close} />}
    </div>
  )
}
