/** A wait of a store without a device, as the database has it. Times are milliseconds. */
export interface AwayWait {
  store_id: string
  wait_id: string
  watched_at: number
  /** Since the shop has opened last. */
  alone_ms: number
  told: number
  /** Times that the shop has closed since contacts were told. */
  closings: number
}
