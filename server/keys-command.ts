import { hostname, userInfo } from 'node:os'
import { resolve } from 'node:path'
import type { AuditAction } from '../shared/api/audit.ts'
import type { ApiKey } from '../shared/api/keys.ts'
import type { Clock } from '../shared/clock.ts'
import { cleanLine } from '../shared/text.ts'
import { MACHINE, writeAudit } from './audit/write-audit.ts'
import { describeKey, issuedLines, keyTable } from './cli/key-lines.ts'
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
      return keyTable(await run(async (tx) => await listApiKeys(tx)), await run(async (_, { clock }) => clock.now()))
    case 'create': {
      const made = await run(async (tx, host) => {
        const expiresAt = act.days === undefined ? {} : { expiresAt: host.clock.now() + act.days * DAY_MS }
        const key = await createApiKey(tx, host, { ...act.key, ...expiresAt })
        await audit(tx, host, 'key.create', key)
        return key
      })
      return issuedLines(made)
    }
    case 'revoke': {
      const ended = await run(async (tx, host) => {
        const key = await revokeApiKey(tx, host, act.id, { keepsLastOperator: false })
        await audit(tx, host, 'key.revoke', key)
        return key
      })
      return [`Revoked, at once: ${describeKey(ended)}`]
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
        ...issuedLines(made),
        act.hours === 0 ? 'The old key has ended.' : `The old key goes on for ${act.hours} hours.`,
        ...(ofLocal === undefined
          ? []
          : ['The new key stands in local-keys.json as well, for the commands of this machine.']),
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
    if (key !== undefined && (await findApiKey(tx, clock.now(), key))?.id === id) return name
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
  const actor = { kind: MACHINE, name: `${userName()}@${hostname()}` }
  await writeAudit(tx, host, { actor, action, subject: id, from: MACHINE, facts: { role, ...facts } })
}

/** Names the user of the system; in a container it may have no name. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
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

/** Turns a refusal into an error whose message says all that an operator needs. */
function explained(error: unknown, act: KeysAct): unknown {
  if (error instanceof StorageError)
    return new DatabaseCommandError('The database takes no writes at this moment. Nothing was changed.', {
      cause: error,
    })
  if (!(error instanceof AppError)) return error
  const what: Partial<Record<string, string>> = {
    api_key_unknown: `There is no key ${'id' in act ? cleanLine(act.id, 64) : ''}: keys list has their ids.`,
    key_ended: 'That key has ended, or was replaced already; keys create makes a new one.',
    store_unknown: 'There is no such store on this server.',
  }
  return new DatabaseCommandError(`${what[error.code] ?? error.message} Nothing was changed.`, { cause: error })
}
