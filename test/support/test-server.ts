import { onTestFinished } from 'vitest'
import { type Config, readConfig } from '../../server/config.ts'
import { createLogger } from '../../server/lib/logger.ts'
import { type Random, systemRandom } from '../../server/lib/random.ts'
import { type RunningServer, type ServerDeps, startServer } from '../../server/start-server.ts'
import { type Clock, hostClock } from '../../shared/clock.ts'
import { tempDir } from './temp-dir.ts'
import { createTestApi, type TestApi } from './test-api.ts'
import { databaseEnv } from './test-database.ts'
import { connectDevice, type TestDevice } from './test-device.ts'

export const TEST_WEBHOOKS_SECRET = `whsec_${Buffer.from('a secret for tests and nothing else').toString('base64')}`

export interface TestServerOptions {
  /** Default: the real clock. */
  clock?: Clock
  random?: Random
  /** Environment variables, as `npm start` would read them. */
  env?: Record<string, string>
  /** Default: a fresh temporary folder. */
  dataDir?: string
  /** Default: far more than a test needs. */
  limits?: ServerDeps['limits']
  /** Default: none, as without configuration. */
  clients?: ServerDeps['clients']
  /** Default: the machine’s espeak-ng. */
  speechProgram?: string
  instrument?: ServerDeps['instrument']
  clockWatch?: ServerDeps['clockWatch']
  /** Default: where `clock` is given, the database’s clock is that one. */
  databaseNow?: ServerDeps['databaseNow']
  /** Default: a database that was there and is gone is not made anew. */
  fresh?: boolean
  /** Gets every log line. Default: nobody. */
  log?: (line: string) => void
}

export interface TestServer {
  url: string
  dataDir: string
  config: Config
  running: RunningServer
  /** The first store of this database. */
  storeId: string
  api: TestApi
  /** Opens a socket; it is closed when the test ends. */
  connect(hello?: Parameters<typeof connectDevice>[1]): Promise<TestDevice>
  stop(): Promise<void>
  /** Stops this server and starts another one on the same database. */
  restart(options?: TestServerOptions): Promise<TestServer>
}

/** Starts the real server with a real database on a free port; it is stopped when the running test ends. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? tempDir()
  const config = readConfig({
    PORT: '0',
    DATA_DIR: dataDir,
    STANDARD_WEBHOOKS_SECRET: TEST_WEBHOOKS_SECRET,
    ...(await databaseEnv(dataDir)),
    ...options.env,
  })
  const clock = options.clock ?? hostClock(globalThis)
  const databaseNow = options.databaseNow ?? (options.clock && 'clock')
  const { log } = options
  const running = await startServer({
    config,
    clock,
    random: options.random ?? systemRandom,
    logger: log === undefined ? createLogger('silent') : createLogger('debug', { write: log }),
    ...(options.fresh !== undefined && { fresh: options.fresh }),
    makeWebhooksSecret: () => TEST_WEBHOOKS_SECRET,
    limits: options.limits ?? {
      callsPerMinute: 1_000_000,
      pairingsPerMinute: 1_000_000,
      derivationsPerMinute: 1_000_000,
      speechPerMinute: 1_000_000,
    },
    ...(options.speechProgram !== undefined && { speechProgram: options.speechProgram }),
    ...(options.clients && { clients: options.clients }),
    ...(options.instrument && { instrument: options.instrument }),
    ...(databaseNow && { databaseNow }),
    ...(options.clockWatch && { clockWatch: options.clockWatch }),
  })
  const api = await createTestApi(running, dataDir)
  const devices: TestDevice[] = []
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= (async () => {
      for (const device of devices) device.terminate()
      await running.stop()
    })()
    return stopped
  }
  onTestFinished(stop)
  return {
    url: running.url,
    dataDir,
    config,
    running,
    storeId: api.storeId,
    api,
    stop,
    async connect(hello) {
      const device = await connectDevice(running.url, hello)
      devices.push(device)
      return device
    },
    async restart(more) {
      await stop()
      return await startTestServer({ ...options, ...more, dataDir })
    },
  }
}
