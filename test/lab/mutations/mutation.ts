import type { Violation } from '../check/history.ts'

/** One story, told with the real thing and with faulty ones. Without a fault nothing may be found. */
export interface Story<Fault extends string> {
  title: string
  /** What the checks found. */
  tell(fault?: Fault): Promise<Violation[]>
  /** What is wrong, by its name; the checks must complain by these names, among others. */
  faults: { fault: Fault; title: string; breaks: readonly Violation['invariant'][] }[]
  /** Told with this, which must do no harm, instead of nothing. */
  harmless?: readonly Fault[]
}

/** The invariants that were complained of, each once. */
export function namesOf(violations: readonly Violation[]): Violation['invariant'][] {
  const names = new Set(violations.map(({ invariant }) => invariant))
  return [...names].sort(new Intl.Collator('en', { numeric: true }).compare)
}
