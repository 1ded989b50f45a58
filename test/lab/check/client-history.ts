/** What a client wrote down of its voice, its screen and its disk. `t: 'start'` begins a run of it. */
export type ClientLine =
  | { t: 'start' }
  /** An alert begins to be shown. */
  | { t: 'shown'; id: string; n: number; text: string }
  /** Something was said to its end. */
  | { t: 'said'; text: string }
  /** The inbox on disk, when it was written and when a run begins with it: how far, and which announcements it knows of. */
  | { t: 'stored'; seq: number; announced: { id: string; n: number }[] }
  /** The server was told that everything up to here is on disk. */
  | { t: 'acked'; seq: number }

export interface ClientHistory {
  deviceId: string
  storeId: string
  lines: ClientLine[]
  /** The inbox as it lies on the disk. */
  inbox: { seq: number; open: { id: string; n: number; announced: number }[] }
}
