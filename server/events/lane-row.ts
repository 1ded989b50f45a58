import type { EndpointRow } from './endpoint-row.ts'
import type { EventRow } from './event-row.ts'

/** The calls to one endpoint about one store, of which that for the first event in line is made. Times are milliseconds. */
export interface LaneRow {
  endpoint_id: string
  store_id: string
  /** Time of the next call; while one is under way, of its surest end. */
  next_at: number
  attempts: number
  failing_since: number | null
}

/** A lane whose call is counted, with the event that is first in line. */
export interface ClaimedLane extends LaneRow {
  endpoint: EndpointRow
  event: EventRow
}
