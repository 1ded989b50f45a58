import { hostname, userInfo } from 'node:os'
import { resolve } from 'node:path'
import type { AuditAction } from '../shared/api/audit.ts'
import type { ApiKey, IssuedKey, KeyRole } from '../shared/api/keys.ts'
import type { Clock } from '../shared/clock.ts'
import { cleanLine } from '../shared/text.ts'
import { MACHINE, writeAudit } from './audit/write-audit.ts'
import type { KeysAct } from './cli/keys-command-line.ts'
import { readLocalKeys, writeLocalKeys } from './cli/local-keys.ts'
import type { Config } from './config.ts'
import type { Tx } from './db/database.ts'
import { DatabaseCommandError } from './db/postgres/command-error.ts'
import { writeBesideServer } from './db/sqlite/beside-server.ts'
import { exists } from './db/sqlite/durable-files.ts'
import { DatabaseInUseError } from './db/sqlite/lock.ts'
import { StorageError } from './db/storage-error.ts'
import { createApiKey, findApiKey, listApiKeys } from './keys/api-keys.ts'
import { revokeApiKey, rotateApiKey } from './keys/end-key.ts'
import { AppError } from './lib/app-error.ts'
import { createLogger } from './lib/logger.ts'
import type { Random } from './lib/random.ts'
import { openDatabase } from './open-database.ts'

const DAY_MS = 86_400_000
/** Characters of a name in the list. */
const NAME = 40

type Settings = Pick<Config, 'DATABASE_URL' | 'DATA_DIR'>

interface Host {
  clock: Clock
  random: Random
}

/** A command in the one transaction that a run of the program makes. */
type Command<T> = (tx: Tx, host: Pick<Host, 'random'> & { clock: Pick<Clock, 'now'> }) => Promise<T>

/** Runs one command on a database. */
type Run = <T>(command: Command<T>) => Promise<T>

/**
 * Runs `laidan-server keys …` on the database itself, whether a server runs on it or not: who may read and write the folder
 * or knows the database's URL needs no key, and so gets a lost one back. Resolves to the lines to print. Rejects with a
 * {@link DatabaseCommandError}, an UnusableDatabaseError or the file system's error; then nothing was changed.
 */
export async function keysCommand(config: Settings, host: Host, act: KeysAct): Promise<string[]> {
  try {
    return await onDatabase(config, host, (run) => perform(act, run, config))
  } catch (error) {
    throw explained(error, act)
  }
}

async function perform(act: KeysAct, run: Run, { DATA_DIR: dataDir }: Settings): Promise<string[]> {
  switch (act.act) {
    case 'list':
      return table(await run(async (tx) => await listApiKeys(tx)), await run(async (_, { clock }) => clock.now()))
    case 'create': {
      const made = await run(async (tx, host) => {
        const expiresAt = act.days === undefined ? {} : { expiresAt: host.clock.now() + act.days * DAY_MS }
        const key = await createApiKey(tx, host, { ...act.key, ...expiresAt })
        await audit(tx, host, 'key.create', key)
        return key
      })
      return shown(made)
    }
    case 'revoke': {
      const ended = await run(async (tx, host) => {
        const key = await revokeApiKey(tx, host, act.id, { keepsLastOperator: false })
        await audit(tx, host, 'key.revoke', key)
        return key
      })
      return [`Revoked, at once: ${describe(ended)}`]
    }
    case 'rotate': {
      const local = await readLocalKeys(resolve(dataDir))
      const { made, ofLocal } = await run(async (tx, host) => {
        const ofLocal = await whichIs(tx, host, local, act.id)
        const made = await rotateApiKey(tx, host, act.id, act.hours)
        await audit(tx, host, 'key.rotate', { ...made, id: act.id }, { replacedBy: made.id })
        return { made, ofLocal }
      })
      if (local !== undefined && ofLocal !== undefined)
        await writeLocalKeys(resolve(dataDir), { ...local, [ofLocal]: made.key })
      return [
        ...shown(made),
        act.hours === 0 ? 'The old key has ended.' : `The old key goes on for ${act.hours} hours.`,
        ...(ofLocal === undefined ? [] : ['The new key stands in local-keys.json as well, for the commands of this machine.']),
      ]
    }
  }
}

/** Finds which of the keys that this machine keeps for its own commands is the one with the id. */
async function whichIs(
  tx: Tx,
  { clock }: { clock: Pick<Clock, 'now'> },
  local: Partial<Record<'operatorKey' | 'orderingKey', string>> | undefined,
  id: string,
): Promise<'operatorKey' | 'orderingKey' | undefined> {
  for (const name of ['operatorKey', 'orderingKey'] as const) {
    const key = local?.[name]
    if (key !== undefined && (await findApiKey({ db: { read: tx }, clock }, key))?.id === id) return name
  }
  return undefined
}

async function audit(
  tx: Tx,
  host: Parameters<Command<void>>[1],
  action: AuditAction,
  { id, role }: Pick<ApiKey, 'id' | 'role'>,
  facts = {},
): Promise<void> {
  const actor = { kind: MACHINE, name: `${userInfo().username}@${hostname()}` }
  await writeAudit(tx, host, { actor, action, subject: id, from: MACHINE, facts: { role, ...facts } })
}

/** Opens the database: with its lock where no server runs on the file, beside the server where one does. */
async function onDatabase<T>(config: Settings, host: Host, use: (run: Run) => Promise<T>): Promise<T> {
  const file = resolve(config.DATA_DIR, 'laidan.db')
  const postgres = config.DATABASE_URL
  if (postgres !== undefined) await (await import('./db/postgres/target.ts')).expectReachable(postgres)
  else if (!(await exists(file)))
    throw new DatabaseCommandError(`There is no database in ${resolve(config.DATA_DIR)}. Is DATA_DIR right?`)
  const db = await openDatabase({
    ...{ config, logger: createLogger('warn'), random: host.random, fresh: false },
  }).catch((error: unknown) => {
    if (error instanceof DatabaseInUseError) return undefined
    throw error
  })
  if (db === undefined) return await use((command) => writeBesideServer(file, (tx) => command(tx, host)))
  try {
    // Servers that share a database go by its clock.
    const now = await db.now?.()
    const shared = now === undefined ? host : { random: host.random, clock: { now: () => now } }
    return await use((command) => db.write((tx) => command(tx, shared)))
  } finally {
    await db.close()
  }
}

const ROLES: Record<KeyRole, string> = {
  operator: 'operator',
  ordering: 'ordering system',
  read_only: 'reader',
  connector: 'connector',
}

function describe({ id, role, name }: Pick<ApiKey, 'id' | 'role' | 'name'>): string {
  return `${id}  ${ROLES[role]}  ${cleanLine(name, NAME)}`
}

function shown(made: IssuedKey): string[] {
  return [
    `A key of the ${ROLES[made.role]}, shown once; the database has only its hash:`,
    `  ${made.key}`,
    `  id      ${made.id}`,
    `  name    ${cleanLine(made.name, NAME)}`,
    ...(made.stores === null ? [] : [`  stores  ${made.stores.join(', ')}`]),
    ...(made.expiresAt === null ? [] : [`  ends    ${time(made.expiresAt)}`]),
  ]
}

function table(keys: readonly ApiKey[], now: number): string[] {
  if (keys.length === 0) return ['There is no key.']
  return keys.flatMap((key) => [
    describe(key),
    `    made ${time(key.createdAt)}, last used ${key.lastUsedAt === null ? 'never' : time(key.lastUsedAt)}, ${stateOf(key, now)}`,
    ...(key.stores === null ? [] : [`    stores ${key.stores.join(', ')}`]),
  ])
}

function stateOf({ revokedAt, expiresAt, replacedBy }: ApiKey, now: number): string {
  if (revokedAt !== null) return `REVOKED ${time(revokedAt)}`
  if (expiresAt === null) return 'without an end'
  const replaced = replacedBy === null ? '' : `, replaced by ${replacedBy}`
  return `${expiresAt <= now ? 'ENDED' : 'ends'} ${time(expiresAt)}${replaced}`
}

/** Writes a time, milliseconds since 1970, as `2026-11-27 12:31 UTC`. */
function time(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** Turns a refusal into an error whose message says all that an operator needs. */
function explained(error: unknown, act: KeysAct): unknown {
  if (error instanceof StorageError)
    return new DatabaseCommandError('The database takes no writes at this moment. Nothing was changed.', { cause: error })
  if (!(error instanceof AppError)) return error
  const what: Partial<Record<string, string>> = {
    key_unknown: `There is no key ${'id' in act ? cleanLine(act.id, 64) : ''}: keys list has their ids.`,
    key_ended: 'That key has ended, or was replaced already; keys create makes a new one.',
    store_unknown: 'There is no such store on this server.',
  }
  return new DatabaseCommandError(`${what[error.code] ?? error.message} Nothing was changed.`, { cause: error })
}
