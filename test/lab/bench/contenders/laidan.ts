import { buildServer } from '../../../../server/build/build-server.ts'
import { root } from '../../../../test/tooling/source-files.ts'
import { countStored, prepareDatabase } from '../prepare-database.ts'
import { BENCH_SECRET } from '../signed-callback.ts'
import type { Processes } from '../start-processes.ts'
import type { Contender, Standing } from './contender.ts'
import { startNodeServer } from './node-server.ts'

/** Settings of our server in every measurement. */
export const ENV = {
  LOG_LEVEL: 'warn',
  LOCAL_KEYS: 'off',
  STANDARD_WEBHOOKS_SECRET: BENCH_SECRET,
  // The orders are all made beforehand.
  UNPAID_TIMEOUT_MINUTES: '1440',
}

/** The server itself, started as `npm run server` starts it, on a database of its own. */
export const laidan: Contender = {
  name: 'laidan',
  what: 'this server: SQLite, WAL, synced before the answer',
  missing: () => undefined,
  async start(processes, { env, ...count }) {
    const tokens = await prepareDatabase(processes.dir, count)
    return await startLaidan(processes, { dataDir: processes.dir, tokens, env })
  },
}

/** The same on a database that is there already. */
export async function startLaidan(
  processes: Processes,
  { dataDir, tokens, env }: { dataDir: string; tokens: string[]; env: Record<string, string> },
): Promise<Standing> {
  const server = await startNodeServer(processes, await buildServer(root), {
    ...ENV,
    DATA_DIR: dataDir,
    ...env,
  })
  return { ...server, tokens, pids: () => [server.pid()], stored: () => countStored(dataDir) }
}
