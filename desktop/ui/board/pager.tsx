import { useUi } from '../parts/context.tsx'

interface PagerProps {
  /** Counted from 0. */
  page: number
  pages: number
  turn(to: number): void
}

/** Shows which page of how many is seen, and turns it. Nothing where one page holds all. */
export function Pager({ page, pages, turn }: PagerProps) {
  const { board } = useUi().messages
  if (pages <= 1) return null
  return (
    <nav className="pager" aria-label={board.pages}>
      <button
        type="button"
        className="button"
        aria-label={board.previous}
        disabled={page === 0}
        onClick={() => turn(page - 1)}
      >
        ‹
      </button>
      <p role="status">
        <span className="unseen">{board.page(page + 1, pages)}</span>
        <span aria-hidden="true">
          <b>{page + 1}</b> / {pages}
        </span>
      </p>
      <button
        type="button"
        className="button"
        aria-label={board.next}
        disabled={page === pages - 1}
        onClick={() => turn(page + 1)}
      >
        ›
      </button>
    </nav>
  )
}
