/** Draws the mark: an order ticket that is also a bell. `size`: CSS pixels. */
export function BellMark({ size }: { size: number }) {
  return (
    <svg className="bell-mark" width={size} height={size} viewBox="0 0 48 48" aria-hidden="true">
      <path d="M8 38V20C8 11.2 15.2 4 24 4s16 7.2 16 16v18l-4-3-4 3-4-3-4 3-4-3-4 3-4-3z" fill="currentColor" />
      <path d="M16 19h16M16 26h10" stroke="var(--on-brand)" strokeWidth="3.5" strokeLinecap="round" />
      <circle cx="24" cy="43" r="3.2" fill="currentColor" />
    </svg>
  )
}
