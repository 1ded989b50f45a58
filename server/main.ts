import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import { join, resolve } from 'node:path'
import type { Logger } from 'pino'
import * as z from 'zod'
import type { LocalKeys } from '../shared/api/local-keys.ts'
import { hostClock } from '../shared/clock.ts'
import { backupCommand, restoreCommand } from './cli/backup-commands.ts'
import { readCommand, USAGE, UsageError } from './cli/command-line.ts'
import { readLocalKeys, writeLocalKeys } from './cli/local-keys.ts'
import type { FirstKeys } from './commands/bootstrap.ts'
import { type Config, readConfig } from './config.ts'
import { DatabaseInUseError } from './db/sqlite/lock.ts'
import { DatabaseMissingError } from './db/sqlite/missing-database.ts'
import { BackupError } from './db/sqlite/verify-backup.ts'
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
  const dataDir = resolve(config.DATA_DIR)
  const host = { clock: hostClock(globalThis), random: systemRandom }
  if (command.name === 'backup') {
    // The server beside it comes first, for the processor and, where the system sees it so, for the disk.
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
    return say((await backupCommand(dataDir, command.file)).join('\n'))
  }
  if (command.name === 'restore') return say((await restoreCommand(dataDir, command.file, host)).join('\n'))
  await start(config, dataDir, command.fresh)
}

async function start(config: Config, dataDir: string, fresh: boolean): Promise<void> {
  const logger = createLogger(config.LOG_LEVEL)
  const server = await startServer({
    config,
    clock: hostClock(globalThis),
    random: systemRandom,
    logger,
    fresh,
    makeWebhooksSecret: () => `whsec_${randomBytes(32).toString('base64')}`,
    showFirstKeys: (keys, url, secret) => showFirstKeys(keys, config.LOCAL_KEYS ? { dataDir, url, secret } : undefined),
  })
  stopOnSignals(server, logger)
  const local = config.LOCAL_KEYS ? await keysOfThisDatabase(server, dataDir) : undefined
  if (local !== undefined) {
    await writeLocalKeys(dataDir, { ...local, url: server.url, standardWebhooksSecret: server.standardWebhooksSecret })
  }

  say(`Laidan 来单 listens on ${server.url}   (docs: ${server.url}/docs)`)
  say(`Database: ${join(dataDir, 'laidan.db')}`)
  const inRepository = (await readManifest()).name === REPOSITORY
  if (inRepository) {
    say('Make it ring, in two more terminals:')
    say('  npm run listen')
    say('  npm run order -- --dish "宫保鸡丁 x2" --remark "不要香菜"')
  }
  if (local !== undefined) {
    const { code } = await server.issuePairingCode(local.storeId)
    say('Pair a device elsewhere (the code is good once, for ten minutes):')
    if (inRepository) say(`  npm run listen -- --server ${server.url} --code ${code}`)
    else say(`  open ${server.url}/ in a browser, or the app there, and give it the code ${code}`)
  }
}

/**
 * Reads the keys beside the database; `undefined` when they belong to another one, whose place a restored backup took.
 */
async function keysOfThisDatabase(server: RunningServer, dataDir: string): Promise<LocalKeys | undefined> {
  const local = await readLocalKeys(dataDir)
  const stores = await listStores(server.ctx)
  return stores.some(({ id }) => id === local?.storeId) ? local : undefined
}

/** Prints the keys of a new installation, and writes them for the commands of this machine if `local` is given. */
async function showFirstKeys(
  { store, orderingKey, operatorKey }: FirstKeys,
  local: { dataDir: string; url: string; secret: string } | undefined,
): Promise<void> {
  say('First start. These keys are shown once and kept only as hashes:')
  say(`  store                       ${store.id}  ${store.name}`)
  say(`  key of the ordering system  ${orderingKey}`)
  say(`  key of the operator         ${operatorKey}`)
  if (local === undefined) return
  const { dataDir, url, secret } = local
  await writeLocalKeys(dataDir, { url, storeId: store.id, orderingKey, operatorKey, standardWebhooksSecret: secret })
  say(`  (also in ${join(dataDir, 'local-keys.json')}, for the commands below)`)
}

/** Handles SIGTERM and SIGINT: the first signal stops the server in good order, a second one exits at once. */
function stopOnSignals(server: RunningServer, logger: Logger): void {
  let stopping = false
  const stop = () => {
    if (stopping) return process.exit(1)
    stopping = true
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.fatal({ err: error }, 'the server could not stop in good order')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

main().catch((error: unknown) => {
  const known = [UsageError, ConfigError, DatabaseInUseError, DatabaseMissingError, BackupError].some(
    (kind) => error instanceof kind,
  )
  const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  process.stderr.write(
    known && error instanceof Error
      ? `${error.message}\n`
      : inUse
        ? `The port is taken by another program. Set PORT to a free one.\n`
        : `${error instanceof Error ? error.stack : String(error)}\n`,
  )
  process.exit(error instanceof UsageError ? 2 : 1)
})
