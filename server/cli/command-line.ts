import { parseArgs } from 'node:util'

/** A command of the server's program. */
export type Command =
  | { name: 'start'; fresh: boolean; attached?: true }
  | { name: 'help' }
  | { name: 'version' }
  | { name: 'backup'; file: string }
  | { name: 'restore'; file: string }
  | { name: 'pairing-code'; store?: string }
  | { name: 'copy-to-postgres'; url?: string }
  | { name: 'new-epochs' }
  | { name: 'first-keys' }
  | { name: 'events'; tail: boolean; store?: string }
  | { name: 'explain'; at: string; minutes: number; store?: string }

export const USAGE = `laidan-server [--new]         starts the server; --new also where the database is gone, with an empty one
laidan-server backup FILE     copies the database to FILE; the server may run
laidan-server restore FILE    puts a backup in the place of the database; the server must not run
laidan-server pairing-code    prints a code that pairs one device with the running server; behind it, the id of a store
                              other than the first
laidan-server copy-to-postgres URL   copies the SQLite database of DATA_DIR to the PostgreSQL database at URL (default:
                              DATABASE_URL), which must be empty; no server must run
laidan-server first-keys      makes the first store and keys of a PostgreSQL database; the servers may run
laidan-server new-epochs      after PostgreSQL was restored from a backup: resets every device; no server must run
laidan-server explain --at 12:31   what happened in that minute: devices, what rang where, whom the server told;
                              --store takes the id of a store other than the first, --minutes more than one
laidan-server events --tail   the latest events, and each as it is told; without --tail, all that are kept; --store takes
                              the id of one store
laidan-server --version, --help

--attached, for a program that starts the server: it ends in good order when its standard input does.
Settings are environment variables. DATA_DIR (default: data) is the folder of the database, PORT and HOST say where the
server listens, DATABASE_URL is a PostgreSQL database in place of the file.`

/** A wrong command line. The message names the fault and lists the commands. */
export class UsageError extends Error {
  override name = 'UsageError'
  constructor(fault: string) {
    super(`${fault}\n\n${USAGE}`)
  }
}

/** Reads the command from the arguments behind the program's name. Throws {@link UsageError}. */
export function readCommand(words: readonly string[]): Command {
  const { values, positionals } = parse(words)
  if (values.help) return { name: 'help' }
  if (values.version) return { name: 'version' }
  const [name = 'start', file, ...more] = positionals
  if (name === 'explain' && !values.tail) return readExplain(values, positionals)
  if (name === 'events') return readEvents(values, positionals)
  if (values.at !== undefined || values.store !== undefined || values.minutes !== undefined)
    throw new UsageError('--at, --store and --minutes are for explain.')
  if (values.tail) throw new UsageError('--tail is for events.')
  if (name === 'start' && file === undefined)
    return { name, fresh: values.new === true, ...(values.attached && { attached: true }) }
  if (values.new) throw new UsageError('--new is for starting the server.')
  if (values.attached) throw new UsageError('--attached is for starting the server.')
  if (name === 'pairing-code') {
    if (more.length > 0) throw new UsageError(`${name} takes one store.`)
    return { name, ...(file !== undefined && { store: file }) }
  }
  if (name === 'first-keys' || name === 'new-epochs') {
    if (file !== undefined) throw new UsageError(`${name} takes nothing.`)
    return { name }
  }
  if (name === 'copy-to-postgres') {
    // It may hold a password, and is not repeated.
    if (more.length > 0 || (file !== undefined && !isPostgresUrl(file)))
      throw new UsageError(`${name} takes one URL: postgres://user:password@host:port/database.`)
    return { name, ...(file !== undefined && { url: file }) }
  }
  if (name !== 'backup' && name !== 'restore') throw new UsageError(`There is no command "${positionals.join(' ')}".`)
  if (file === undefined || file === '' || more.length > 0) throw new UsageError(`${name} takes one file.`)
  return { name, file }
}

function readExplain(values: Values, [, file]: readonly string[]): Command {
  const { at, store, minutes = '1' } = values
  if (file !== undefined || at === undefined || values.new || values.attached)
    throw new UsageError('explain takes --at, --store and --minutes.')
  if (!/^([1-9]\d{0,2}|1[0-3]\d\d|14[0-3]\d|1440)$/.test(minutes)) throw new UsageError('--minutes takes 1 to 1440.')
  return { name: 'explain', at, minutes: Number(minutes), ...(store !== undefined && { store }) }
}

function readEvents({ store, tail = false, ...others }: Values, [, file]: readonly string[]): Command {
  if (file !== undefined || Object.keys(others).length > 0) throw new UsageError('events takes --tail and --store.')
  return { name: 'events', tail, ...(store !== undefined && { store }) }
}

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)
}

interface Values {
  help?: boolean
  version?: boolean
  new?: boolean
  attached?: boolean
  at?: string
  store?: string
  minutes?: string
  tail?: boolean
}

function parse(words: readonly string[]): { values: Values; positionals: string[] } {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
        new: { type: 'boolean' },
        attached: { type: 'boolean' },
        at: { type: 'string' },
        store: { type: 'string' },
        minutes: { type: 'string' },
        tail: { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
