import { type ReactNode, useId } from 'react'
import type { BoardMessages } from '../messages/messages.ts'
import { useUi } from '../parts/context.tsx'

interface BoardColumnProps {
  name: keyof BoardMessages['nothing']
  /** `undefined` until the server has answered. */
  count: number | undefined
  children: ReactNode
}

/** Shows the orders of one state, with their number; without orders, a sentence. */
export function BoardColumn({ name, count, children }: BoardColumnProps) {
  const { messages } = useUi()
  const id = useId()
  return (
    <section className="column" data-column={name} aria-labelledby={id}>
      <h2 id={id}>
        {messages.board[name]}{' '}
        <span className="count" data-count={count}>
          {count ?? '–'}
        </span>
      </h2>
      {count === 0 && <p className="column-empty">{messages.board.nothing[name]}</p>}
      <div className="cards">{children}</div>
    </section>
  )
}
