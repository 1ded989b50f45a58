import type { ClientHistory, ClientLine } from './client-history.ts'
import type { Violation } from './history.ts'
import type { DatabaseDump } from './read-database.ts'

const key = (id: string, n: number) => `${id}#${n}`

/**
 * Whether a client announced what it had to, and no more: I5 (it acknowledged nothing that was not on its disk), I8 (in
 * one run each (id, n) once; never again when the disk knew of it; never counted as announced before it was said), and
 * at rest I6, I7 and that nothing open is unannounced.
 */
export function checkClient(client: ClientHistory, db: DatabaseDump, options: { atRest: boolean }): Violation[] {
  const found: Violation[] = []
  const report = (invariant: Violation['invariant'], what: string) =>
    void found.push({ invariant, what: `client ${client.deviceId}: ${what}` })
  const known: Known = { settled: new Map(), heard: new Set(), onDisk: -1 }
  for (const run of runs(client.lines)) checkRun(run, known, report)
  if (options.atRest) checkAtRest(client, db, report)
  return found
}

type Report = (invariant: Violation['invariant'], what: string) => void

/** What is carried from run to run. */
interface Known {
  /** By reminder, up to which `n` the disk knows it as announced. */
  settled: Map<string, number>
  /** The (id, n) that were said to the end, ever. */
  heard: Set<string>
  /** How far the inbox on disk reaches. */
  onDisk: number
}

function runs(lines: ClientLine[]): ClientLine[][] {
  const all: ClientLine[][] = []
  for (const line of lines) {
    if (line.t === 'start') all.push([])
    all.at(-1)?.push(line)
  }
  return all
}

function checkRun(run: ClientLine[], known: Known, report: Report): void {
  const { settled, heard } = known
  const shown = new Map<string, string>()
  /**
   * Texts that have told of one reminder so far. Any other sentence counted several, or says another waiting time than the
   * screen, which a later `n` may show word for word: it tells of all that were shown by then.
   */
  const texts = new Set<string>()
  for (const line of run) {
    if (line.t === 'shown') {
      const before = settled.get(line.id) ?? 0
      if (shown.has(key(line.id, line.n))) report('I8', `${line.id} was announced twice as ${line.n}, without a crash`)
      if (line.n <= before)
        report('I8', `${line.id} was announced again as ${line.n}, though the disk knew of ${before}`)
      shown.set(key(line.id, line.n), line.text)
      texts.add(line.text)
    } else if (line.t === 'said') {
      for (const [which, text] of shown) if (text === line.text || !texts.has(line.text)) heard.add(which)
    } else if (line.t === 'stored') {
      known.onDisk = line.seq
      for (const { id, n } of line.announced) {
        if ((settled.get(id) ?? 0) >= n) continue
        settled.set(id, n)
        if (!heard.has(key(id, n))) report('I8', `${id} counts as announced as ${n} and was not said`)
      }
    } else if (line.t === 'acked' && line.seq > known.onDisk) {
      report('I5', `acknowledged ${line.seq}, and its disk had ${known.onDisk}`)
    }
  }
}

function checkAtRest({ inbox, storeId }: ClientHistory, db: DatabaseDump, report: Report): void {
  const head = db.stores.find(({ id }) => id === storeId)?.head_seq
  if (inbox.seq !== head) report('I7', `stands at ${inbox.seq}, the head is ${head}`)
  const open = db.reminders.filter((reminder) => reminder.store_id === storeId && reminder.state === 'open')
  const known = new Map(inbox.open.map((entry) => [entry.id, entry]))
  if (known.size !== open.length) report('I6', `believes ${known.size} open, ${open.length} are`)
  for (const { id, n } of open) {
    const entry = known.get(id)
    if (entry === undefined) report('I6', `does not know of ${id}`)
    else if (entry.announced !== n) report('I8', `${id} is open, at ${n}, and announced ${entry.announced} times`)
  }
}
