import { parseArgs } from 'node:util'
import { isDatabaseUrl } from '../lib/database-url.ts'
import { type KeysCommand, readKeysCommand } from './keys-command-line.ts'
import { UsageError } from './usage.ts'

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
  | KeysCommand
  | { name: 'explain'; at: string; minutes: number; store?: string }

/** Reads the command from the arguments behind the program's name. Throws {@link UsageError}. */
export function readCommand(words: readonly string[]): Command {
  if (words[0] === 'keys') return readKeysCommand(words.slice(1))
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
    if (more.length > 0 || (file !== undefined && !isDatabaseUrl(file)))
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
