import { useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import type { DishTotal } from './dish-totals.ts'

interface RailProps {
  totals: readonly DishTotal[]
  sought: string | undefined
  /** Looks for a dish on the wall; `undefined`: for none. */
  seek(dish: string | undefined): void
}

/** Shows what there is to cook, summed over all tickets; a press on a dish shows the tickets that hold it. */
export function Rail({ totals, sought, seek }: RailProps) {
  const { board } = useUi().messages
  return (
    <aside className="rail" aria-label={board.totals}>
      <h2>{board.totals}</h2>
      {totals.length === 0 && <p className="rail-empty">{board.noTotals}</p>}
      <ul>
        {totals.map(({ name, quantity }) => (
          <li key={name}>
            <button
              type="button"
              aria-pressed={name === sought}
              onClick={() => seek(name === sought ? undefined : name)}
            >
              <span>
                <UntrustedText text={name} still />
              </span>
              <b className="rail-sum">{quantity}</b>
            </button>
          </li>
        ))}
      </ul>
    </aside>
  )
}
