/** One entry as it goes over the wire: `body` is the finished frame, serialised once for every device and every retry. */
export interface LogEntry {
  seq: number
  body: string
}
