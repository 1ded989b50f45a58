/** The words of the report of a day or a shift, and of handing a shift over. */
export interface ReportMessages {
  open: string
  title: string
  lead: string
  today: string
  yesterday: string
  day: string
  since: string
  loading: string
  failed: string
  none: string
  facts: Record<
    | 'orders'
    | 'inLimit'
    | 'late'
    | 'missed'
    | 'waiting'
    | 'cancelled'
    | 'toHear'
    | 'toAnswer'
    | 'unspoken'
    | 'alone'
    | 'told'
    | 'toldFailed'
    | 'refundsWaiting',
    string
  >
  spread(p50: string, p90: string): string
  unknown: string
  never: string
  slow: string
  noSlow: string
  ends: Partial<Record<string, string>>
  waited(time: string): string
  spokenBy(count: number): string
  toldTimes(count: number): string
  csv: string
  /** The heads of the columns of the file. */
  columns: { number: string; paidAt: string; end: string; minutes: string; spokenBy: string; told: string }
  handOver: string
  handOverHint: string
  /** The sentence that is spoken. Whole numbers; `oldest` in minutes. */
  spoken(facts: { waiting: number; oldest: number; missed: number; sound: string }): string
  saying: string
  notSaid(outcome: string): string
}
