import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import { join, resolve } from 'node:path'
import type { Logger } from 'pino'
import * as z from 'zod'
import type { LocalKeys } from '../shared/api/local-keys.ts'
import { ALREADY_SERVED } from '../shared/api/running-server.ts'
import { hostClock } from '../shared/clock.ts'
import { backupCommand, restoreCommand } from './cli/backup-commands.ts'
import { type Command, readCommand, USAGE, UsageError } from './cli/command-line.ts'
import { copyCommand } from './cli/copy-to-postgres.ts'
import { EventsError, eventsCommand } from './cli/events.ts'
import { ExplainError, explainCommand } from './cli/explain.ts'
import { readLocalKeys, writeLocalKeys } from './cli/local-keys.ts'
import { newEpochsCommand } from './cli/new-epochs.ts'
import { issueLocalCode, PairingCodeError } from './cli/pairing-code.ts'
import { AlreadyServedError, forgetRunning, noteRunning, whoServes } from './cli/running-server.ts'
import { type Config, readConfig } from './config.ts'
import { DatabaseCommandError } from './db/postgres/command-error.ts'
import { databaseNameOf } from './db/postgres/database-name.ts'
import { codeOf } from './db/sqlite/durable-files.ts'
import { DatabaseInUseError } from './db/sqlite/lock.ts'
import { DatabaseMissingError } from './db/sqlite/missing-database.ts'
import { BackupError } from './db/sqlite/verify-backup.ts'
import { UnusableDatabaseError } from './db/unusable-database.ts'
import { firstKeysCommand, type KeysOutput, showFirstKeys } from './first-keys.ts'
import { ConfigError } from './lib/config-error.ts'
import { createLogger } from './lib/logger.ts'
import { systemRandom } from './lib/random.ts'
import { providerFaults } from './payments/provider-settings.ts'
import { type RunningServer, startServer } from './start-server.ts'
import { listStores } from './stores/stores.ts'

/** Milliseconds for a stop in good order; then the process exits. The database is safe at every moment (I1). */
const STOP_WITHIN_MS = 9_500
/** The package.json of the package that this file belongs to; built, the file is `dist/server/main.js` in it. */
const MANIFEST = new URL(import.meta.url.endsWith('.ts') ? '../package.json' : '../../package.json', import.meta.url)
/** The name in the repository's package.json. The package `laidan-server` has none of the repository's scripts. */
const REPOSITORY = 'laidan'
/** Name of the database in DATA_DIR. */
const DATABASE = 'laidan.db'

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

async function readManifest(): Promise<{ name: string; version: string }> {
  return z.object({ name: z.string(), version: z.string() }).parse(JSON.parse(await readFile(MANIFEST, 'utf8')))
}

async function main(): Promise<void> {
  const command = readCommand(process.argv.slice(2))
  if (command.name === 'help') return say(USAGE)
  if (command.name === 'version') return say((await readManifest()).version)
  const config = readConfig(process.env, command.name === 'start' ? providerFaults : undefined)
  await run(command, config, resolve(config.DATA_DIR))
}

async function run(
  command: Exclude<Command, { name: 'help' | 'version' }>,
  config: Config,
  dataDir: string,
): Promise<void> {
  const host = { clock: hostClock(globalThis), random: systemRandom }
  if (command.name === 'backup' || command.name === 'restore') expectFile(command.name, config)
  if (command.name === 'backup') {
    // The server beside it comes first, for the processor and, where the system sees it so, for the disk.
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
    return say((await backupCommand(dataDir, command.file)).join('\n'))
  }
  if (command.name === 'restore') return say((await restoreCommand(dataDir, command.file, host)).join('\n'))
  if (command.name === 'pairing-code') {
    const { url, code } = await issueLocalCode(dataDir, command.store)
    return sayCode(url, code, await isRepository())
  }
  if (command.name === 'explain') return say((await explainCommand(dataDir, host.clock.now(), command)).join('\n'))
  if (command.name === 'events') return await eventsCommand(dataDir, command, { clock: host.clock, say })
  if (command.name === 'copy-to-postgres') {
    const url = command.url ?? config.DATABASE_URL
    if (url === undefined) throw new UsageError('copy-to-postgres takes a URL, where DATABASE_URL is not set.')
    const log = createLogger('warn')
    return await copyCommand({ file: join(dataDir, DATABASE), url, clock: host.clock, log, say })
  }
  if (command.name === 'new-epochs') return say((await newEpochsCommand(config.DATABASE_URL, host)).join('\n'))
  if (command.name === 'first-keys') return await firstKeysCommand(config, { ...host, ...keysOutput(dataDir) })
  await start(config, dataDir, command)
}

/** Expects that the database is a file. Throws a {@link BackupError} that names the commands of the other engine. */
function expectFile(command: 'backup' | 'restore', config: Config): void {
  if (config.DATABASE_URL === undefined) return
  const [program, then] =
    command === 'backup' ? ['pg_dump', ''] : ['pg_restore', ', and the command new-epochs after it']
  throw new BackupError(
    `${command} is for the SQLite file of DATA_DIR, and DATABASE_URL is set: use ${program}${then} (docs/deploy.md). ` +
      'Nothing was done.',
  )
}

function keysOutput(dataDir: string): KeysOutput {
  return { dataDir, terminal: process.stdout.isTTY, say }
}

interface StartOptions {
  fresh: boolean
  /** Ends when the standard input does, with the program that started it. */
  attached?: boolean
}

async function start(config: Config, dataDir: string, { fresh, attached = false }: StartOptions): Promise<void> {
  const logger = createLogger(config.LOG_LEVEL)
  const clock = hostClock(globalThis)
  const instance = randomUUID()
  const server = await startServer({
    config,
    clock,
    random: systemRandom,
    logger,
    fresh,
    instance,
    // A killed server's note would name a process that is another by now.
    claimed: () => forgetRunning(dataDir),
    makeWebhooksSecret: () => `whsec_${randomBytes(32).toString('base64')}`,
    // Of several servers that start on one database none is the one whose folder or terminal the operator looks at.
    makesFirstKeys: config.DATABASE_URL === undefined,
    showFirstKeys: (keys, url, secret) =>
      showFirstKeys(keys, keysOutput(dataDir), { url, secret, keep: config.LOCAL_KEYS }),
  }).catch(async (error: unknown) => {
    throw await namedRival(error, dataDir)
  })
  const note = { pid: process.pid, url: server.url, startedAt: clock.now(), attached, instance }
  stopOnSignals(server, logger, attached, await noteRunning(dataDir, note))
  const local = config.LOCAL_KEYS ? await keysOfThisDatabase(server, dataDir) : undefined
  if (local !== undefined) {
    await writeLocalKeys(dataDir, { ...local, url: server.url, standardWebhooksSecret: server.standardWebhooksSecret })
  }

  say(`Laidan 来单 listens on ${server.url}   (docs: ${server.url}/docs)`)
  say(`Database: ${config.DATABASE_URL === undefined ? join(dataDir, DATABASE) : databaseNameOf(config.DATABASE_URL)}`)
  const inRepository = await isRepository()
  if (inRepository) {
    say('Make it ring, in two more terminals:')
    say('  npm run listen')
    say('  npm run order -- --dish "宫保鸡丁 x2" --remark "不要香菜"')
  }
  if (local === undefined) return
  // Whatever is printed elsewhere than on a terminal is kept, and read by others: a log, a journal, a file.
  if (process.stdout.isTTY) sayCode(server.url, (await server.issuePairingCode(local.storeId)).code, inRepository)
  else say(`A code that pairs a device elsewhere: ${inRepository ? 'npm run' : 'laidan-server'} pairing-code`)
}

/** Whether this program runs from the repository, whose scripts it may then name. */
async function isRepository(): Promise<boolean> {
  return (await readManifest()).name === REPOSITORY
}

function sayCode(url: string, code: string, inRepository: boolean): void {
  say('Pair a device elsewhere (the code is good once, for ten minutes):')
  if (inRepository) say(`  npm run listen -- --server ${url} --code ${code}`)
  else say(`  open ${url}/ in a browser, or the app there, and give it the code ${code}`)
}

/** Resolves to an error that names the server that has the database, or the port, if that is why a start failed. */
async function namedRival(error: unknown, dataDir: string): Promise<unknown> {
  if (!(error instanceof DatabaseInUseError) && codeOf(error) !== 'EADDRINUSE') return error
  const file = join(dataDir, DATABASE)
  const rival = await whoServes(dataDir, file)
  return rival === undefined ? error : new AlreadyServedError(file, rival)
}

/**
 * Reads the keys beside the database; `undefined` when they belong to another one, whose place a restored backup took.
 */
async function keysOfThisDatabase(server: RunningServer, dataDir: string): Promise<LocalKeys | undefined> {
  const local = await readLocalKeys(dataDir)
  const stores = await listStores(server.ctx)
  return stores.some(({ id }) => id === local?.storeId) ? local : undefined
}

/**
 * Handles SIGTERM and SIGINT: the first signal stops the server in good order, a second one exits at once. An attached
 * server also stops when its standard input ends, because the program that started it is gone, however it went.
 */
function stopOnSignals(server: RunningServer, logger: Logger, attached: boolean, forget: () => Promise<void>): void {
  let stopping = false
  let starterGone = false
  const stop = () => {
    // Nobody is there to press Ctrl-C twice: the second signal is that of a watcher which ends as well.
    if (stopping) return starterGone ? undefined : process.exit(1)
    stopping = true
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
    const stopped = forget().then(server.stop)
    stopped.then(
      () => process.exit(0),
      (error: unknown) => {
        logger.fatal({ err: error }, 'the server could not stop in good order')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  if (!attached) return
  // Nobody reads our output either.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  process.stdin
    .once('close', () => {
      starterGone = true
      if (!stopping) stop()
    })
    .resume()
}

/** Errors whose message says all that an operator needs. */
const KNOWN_ERRORS = [
  ...[UsageError, ConfigError, DatabaseInUseError, DatabaseMissingError, BackupError],
  ...[PairingCodeError, ExplainError, EventsError, AlreadyServedError, UnusableDatabaseError, DatabaseCommandError],
]

// A file that reaches the limit of `ulimit -f` is an error of its write, which is answered with 503. Node ignores the signal
// that comes with it, until signal-exit (of write-file-atomic) listens for it and stops listening, which restores death.
process.on('SIGXFSZ', () => {})

main().catch((error: unknown) => {
  const known = KNOWN_ERRORS.some((kind) => error instanceof kind)
  const inUse = codeOf(error) === 'EADDRINUSE'
  process.stderr.write(
    known && error instanceof Error
      ? `${error.message}\n`
      : inUse
        ? `The port is taken by another program. Set PORT to a free one.\n`
        : `${error instanceof Error ? error.stack : String(error)}\n`,
  )
  process.exit(error instanceof UsageError ? 2 : error instanceof AlreadyServedError ? ALREADY_SERVED : 1)
})
