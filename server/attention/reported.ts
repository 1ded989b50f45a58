import { SETTLED_PAPER } from '../../shared/settled-paper.ts'

/** The facts that devices have reported of a reminder, as the columns of {@link reportedOf}; 0 or 1. */
export interface Reported {
  /** A device has announced it, at any time. */
  heard: number
  /** By the latest word of a device, a printer of the shop has not printed it. */
  unprinted: number
}

/** Names the columns of {@link Reported} for the reminder whose id is in `column`. */
export function reportedOf(column: string): string {
  const exists = (condition: string) =>
    `CASE WHEN EXISTS (SELECT 1 FROM receipts WHERE receipts.reminder_id = ${column} AND ${condition}) THEN 1 ELSE 0 END`
  const settled = SETTLED_PAPER.map((word) => `receipts.outcome NOT LIKE '%"print":"${word}"%'`)
  return [
    `${exists(`receipts.outcome LIKE '%"ok"%'`)} AS heard`,
    `${exists([`receipts.outcome LIKE '%"print":%'`, ...settled].join(' AND '))} AS unprinted`,
  ].join(', ')
}
