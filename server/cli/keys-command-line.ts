import { parseArgs } from 'node:util'
import { type CreateKey, createKeySchema, KEY_ROLES, OVERLAP_HOURS } from '../../shared/api/keys.ts'
import { UsageError } from './usage.ts'

/** Acts of the command `keys`. `days`: the time after which a new key ends; left out, it has no end. */
export type KeysAct =
  | { act: 'list' }
  | { act: 'create'; key: Omit<CreateKey, 'expiresAt'>; days?: number }
  | { act: 'revoke'; id: string }
  | { act: 'rotate'; id: string; hours: number }

/** The command `keys`, or its help. */
export type KeysCommand = { name: 'keys'; keys: KeysAct } | { name: 'help' }

/** The uses of the command, as a refusal lists them. */
const USES = `laidan-server keys list
laidan-server keys create ${KEY_ROLES.join('|')} --name NAME [--store ID]… [--days N]
laidan-server keys revoke ID
laidan-server keys rotate ID [--hours N]    hours for which the old key goes on; default: ${OVERLAP_HOURS.usual}`

const LONGEST_DAYS = 3_650

/** Reads the arguments behind `keys`. Throws {@link UsageError}. */
export function readKeysCommand(words: readonly string[]): KeysCommand {
  const { values, positionals } = parse(words)
  if (values.help) return { name: 'help' }
  const [act = '', subject, ...more] = positionals
  const given = Object.keys(values)
  const refuse = (fault: string) => new UsageError(`${fault}\n\n${USES}`)
  const takes = (...options: string[]) => {
    const other = given.find((name) => !options.includes(name))
    if (other !== undefined) throw refuse(`keys ${act} takes no --${other}.`)
    if (more.length > 0) throw refuse(`keys ${act} takes less.`)
  }
  if (act === 'list') {
    takes()
    if (subject !== undefined) throw refuse('keys list takes nothing.')
    return { name: 'keys', keys: { act } }
  }
  if (act === 'create') {
    takes('name', 'store', 'days')
    const parsed = createKeySchema.safeParse({ role: subject, name: values.name, stores: values.store })
    if (!parsed.success) throw refuse(`keys create: ${parsed.error.issues.map(faultOf).join('; ')}.`)
    const days = values.days === undefined ? {} : { days: whole('days', values.days, 1, LONGEST_DAYS, refuse) }
    return { name: 'keys', keys: { act, key: parsed.data, ...days } }
  }
  if (act !== 'revoke' && act !== 'rotate') throw refuse(act === '' ? 'keys: what?' : `There is no "keys ${act}".`)
  takes(...(act === 'rotate' ? ['hours'] : []))
  if (subject === undefined || subject === '') throw refuse(`keys ${act} takes the id of a key.`)
  if (act === 'revoke') return { name: 'keys', keys: { act, id: subject } }
  const hours = whole('hours', values.hours ?? String(OVERLAP_HOURS.usual), 0, OVERLAP_HOURS.most, refuse)
  return { name: 'keys', keys: { act, id: subject, hours } }
}

function faultOf({ path, message }: { path: PropertyKey[]; message: string }): string {
  if (path[0] === 'role') return `the role is one of ${KEY_ROLES.join(', ')}`
  if (path[0] === 'stores') return `--store: ${path.length > 1 ? 'takes the id of a store' : message}`
  return `--name: ${message.startsWith('must') ? message : 'takes a name of 1 to 60 characters'}`
}

function whole(name: string, text: string, min: number, max: number, refuse: (fault: string) => UsageError): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  if (number >= min && number <= max) return number
  throw refuse(`--${name} takes ${min} to ${max}.`)
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        name: { type: 'string' },
        store: { type: 'string', multiple: true },
        days: { type: 'string' },
        hours: { type: 'string' },
      },
    })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USES}`)
  }
}
