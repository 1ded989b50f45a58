import { type ReactNode, useId } from 'react'
import type { BoardWords } from '../messages/messages.ts'
import { useUi } from '../parts/context.tsx'

interface BoardColumnProps {
  name: keyof BoardWords['nothing']
  /** `undefined`: the server has not said yet. */
  count: number | undefined
  children: ReactNode
}

/** One state of orders, with its number; empty, it says what that means. */
export function BoardColumn({ name, count, children }: BoardColumnProps) {
  const { words } = useUi()
  const id = useId()
  return (
    <section className="column" data-column={name} aria-labelledby={id}>
      <h2 id={id}>
        {words.board[name]}{' '}
        <span className="count" data-count={count}>
          {count ?? '–'}
        </span>
      </h2>
      {count === 0 && <p className="column-empty">{words.board.nothing[name]}</p>}
      <div className="cards">{children}</div>
    </section>
  )
}
