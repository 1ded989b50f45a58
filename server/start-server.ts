import { mkdir } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { PairingCodeGrant } from '../shared/api/devices.ts'
import { INSTANCE_HEADER } from '../shared/api/running-server.ts'
import type { Clock } from '../shared/clock.ts'
import { allJobs } from './all-jobs.ts'
import { machineAudit } from './audit/write-audit.ts'
import { createSecretFile } from './cli/secret-file.ts'
import { bootstrap, type FirstKeys, warnWithoutKeys } from './commands/bootstrap.ts'
import { leaveClock, resumeClock } from './commands/follow-clock.ts'
import { moveSecretsOut, ownSecret } from './commands/own-secrets.ts'
import type { Config } from './config.ts'
import type { Context } from './context/context.ts'
import type { Database, Sql } from './db/database.ts'
import { createPairing } from './devices/pairing.ts'
import { createApp } from './http/app.ts'
import { createBasePath } from './http/base-path.ts'
import { createCallbackFront } from './http/callback-front.ts'
import { createReadiness } from './http/health.ts'
import { createKnownHosts } from './http/known-hosts.ts'
import { createMessages } from './http/messages.ts'
import { createMetrics } from './http/metrics.ts'
import { notYet } from './http/not-yet.ts'
import { createPairingDoor } from './http/pairing-door.ts'
import { boundPipelining } from './http/pipelining.ts'
import { DEFAULT_LIMITS, type Limits } from './http/routing/limits.ts'
import { startJobs, type Ticker } from './jobs/ticker.ts'
import { createKeyUses } from './keys/key-uses.ts'
import { type ClockWatch, createClockWatch } from './lib/clock-watch.ts'
import { createDatabaseClock } from './lib/database-clock.ts'
import type { Random } from './lib/random.ts'
import { createAddressFinder } from './lib/reachable-addresses.ts'
import { createFeedAudit } from './log/audit-feed.ts'
import { createHub } from './log/hub.ts'
import { explainStart, openDatabase } from './open-database.ts'
import { openEvents } from './open-events.ts'
import { readProviders } from './payments/open-providers.ts'
import type { PaymentContext, ProviderClient } from './payments/providers/port.ts'
import { policyOf } from './policy.ts'
import { createDeliveryReceipts } from './sockets/delivery-receipts.ts'
import { createGateway } from './sockets/gateway.ts'
import { createNode } from './sockets/node.ts'
import { placeLimits } from './sockets/places.ts'
import { createVisits, endOwnVisits } from './sockets/visits.ts'
import { createSpeech } from './speech/speech.ts'

/** Everything a server takes from its surroundings; tests give a manual clock and seeded chance. */
export interface ServerDeps {
  config: Config
  clock: Clock
  /**
   * Asks for the time of a database that several servers share, milliseconds since 1970, which then counts instead of
   * `clock`'s. Default: asks the database. `clock`: that is the database's.
   */
  databaseNow?: (() => Promise<number>) | 'clock'
  /** The watch over `clock`. Default: one that compares its two times. */
  clockWatch?: ClockWatch
  random: Random
  logger: Logger
  /** Begins with an empty database also where one clearly was. Default: false. */
  fresh?: boolean
  /** Text in the header of the answer of `/healthz`, by which a program of this machine knows this very start. Default: nothing. */
  instance?: string
  /** Called when the database is served by nobody else, before it is opened. */
  claimed?(): Promise<void>
  makeWebhooksSecret(): string
  /** Whether a start gives a new database its first store and keys; else it warns that they are missing. Default: true. */
  makesFirstKeys?: boolean
  /** Hands the first keys over to the operator; when it resolves, the operator has seen them. */
  showFirstKeys?(keys: FirstKeys, url: string, webhooksSecret: string): Promise<void>
  /** Clients of payment providers, beside those of the configuration and in their place. */
  clients?: readonly ProviderClient[]
  limits?: Limits
  /** The program that renders speech, by name or path. Default: espeak-ng. */
  speechProgram?: string
  /** Wraps the writer's statements and the wakes, so that tests can stop the process at every step of the path. */
  instrument?: { sql?: (sql: Sql) => Sql; wake?: (wake: Context['wake']) => Context['wake'] }
}

export interface RunningServer {
  url: string
  ctx: PaymentContext
  /** The keys, when this start was the first; else `undefined`. */
  firstKeys: FirstKeys | undefined
  standardWebhooksSecret: string
  /** The number of open WebSocket connections. */
  connections(): number
  /** Lists the server's own jobs that are being run, each with the end of this run. */
  jobsUnderWay: Ticker['underWay']
  /** Issues a pairing code, as the operator's call does. Rejects as that does. */
  issuePairingCode(storeId: string): Promise<PairingCodeGrant>
  /**
   * Stops accepting, closes the devices' sockets with 1012, finishes the work that was begun, and closes the database.
   */
  stop(): Promise<void>
}

/**
 * Starts a server: listen (not ready) → open and migrate → first keys → routes, sockets and jobs (ready).
 * Rejects with a ConfigError, {@link DatabaseInUseError}, {@link DatabaseMissingError}, {@link UnusableDatabaseError} or the listener's error, leaving nothing open.
 */
export async function startServer(deps: ServerDeps): Promise<RunningServer> {
  const { config, random, logger, instance, claimed } = deps
  const front = { handle: notYet }
  const answer: RequestListener = (request, response) => {
    if (instance !== undefined && request.url === '/healthz') response.setHeader(INSTANCE_HEADER, instance)
    front.handle(request, response)
  }
  const messages = createMessages()
  const basePath = createBasePath(config.PUBLIC_URL)
  const server = createServer(messages, boundPipelining(basePath.before(answer)))
  // A pooled connection of a proxy must not be closed by us just as it sends the next payment.
  server.keepAliveTimeout = 75_000
  server.headersTimeout = 20_000
  server.requestTimeout = 30_000
  const publicUrl = () => config.PUBLIC_URL ?? urlOf(server, config)
  const configured = readProviders(config)
  await mkdir(config.DATA_DIR, { recursive: true, mode: 0o700 })
  await listen(server, config)
  try {
    return await bringUp()
  } catch (error) {
    server.close()
    server.closeAllConnections()
    throw error
  }

  async function bringUp(): Promise<RunningServer> {
    const instrument = deps.instrument?.sql
    const db = await openDatabase({
      ...{ config, logger, random, fresh: deps.fresh ?? false },
      ...(claimed && { claimed }),
      ...(instrument && { instrument }),
    })
    try {
      return await serve(db)
    } catch (error) {
      await db.close().catch(() => {})
      throw explainStart(error, config)
    }
  }

  async function serve(db: Database): Promise<RunningServer> {
    const hub = createHub()
    db.feed?.onLost(hub.doubt)
    const databaseNow = deps.databaseNow ?? db.now
    const asks = db.feed !== undefined && databaseNow !== undefined && databaseNow !== 'clock'
    const databaseClock = asks ? await createDatabaseClock(deps.clock, databaseNow) : undefined
    const clock = databaseClock ?? deps.clock
    const secrets = createSecretFile(config.DATA_DIR, logger)
    await db.alone(() => moveSecretsOut(db, secrets, logger))
    const providers = await configured.open({
      clock,
      logger,
      publicUrl,
      ownSecret: (name) => ownSecret(secrets, name, deps.makeWebhooksSecret),
      ...(deps.clients && { clients: deps.clients }),
    })
    const events = openEvents(clock, config)
    const ctx: PaymentContext = {
      db,
      clock,
      clockWatch: deps.clockWatch ?? createClockWatch(clock),
      ...(databaseClock && { databaseClock }),
      random,
      logger,
      policy: policyOf(config),
      verifiers: providers.verifiers,
      clients: providers.clients,
      ...{ wake: deps.instrument?.wake?.(hub.wake) ?? hub.wake, eventsGrew: events.waiters.wake },
    }
    const url = urlOf(server, config)
    const firstKeys = await db.alone(async () => {
      if (db.feed === undefined) await endOwnVisits(ctx)
      await resumeClock(ctx)
      if (deps.makesFirstKeys === false) return void (await warnWithoutKeys(ctx))
      return await bootstrap(ctx, async (keys) => await deps.showFirstKeys?.(keys, url, providers.sharedSecret))
    })
    const receipts = createDeliveryReceipts(ctx)
    const { PUBLIC_URL: publicUrlSet, ALLOWED_HOSTS: allowed } = config
    const knowsHost = createKnownHosts({ publicUrl: publicUrlSet, allowed, ownName: hostname(), logger })
    if (config.TRUST_PROXY > 0 && publicUrlSet === undefined && allowed.length === 0)
      logger.warn('behind a proxy, but neither PUBLIC_URL nor ALLOWED_HOSTS names this server; its own name is refused')
    const node = db.feed && createNode(ctx)
    const visits = createVisits(ctx, node?.id)
    const gateway = createGateway(
      { ctx, hub, receipts, visits, ...(node && { node }) },
      {
        spreadMs: config.SPREAD_MS,
        places: placeLimits(config.MAX_CONNECTIONS, config.MAX_SILENT_CONNECTIONS, config.MAX_SILENT_PER_ADDRESS),
        trustProxy: config.TRUST_PROXY,
        allowedOrigins: config.ALLOWED_ORIGINS,
        legacy: config.LEGACY_WS,
        knowsHost,
      },
    )
    const audit = db.feed && createFeedAudit(ctx, hub)
    const readiness = createReadiness(ctx, node?.sign)
    const limits = deps.limits ?? DEFAULT_LIMITS
    const pairing = createPairing(ctx, limits.derivationsPerMinute, createAddressFinder(server, config))
    const counts = { pairing: pairing.counts, places: gateway.places, audit, announced: receipts.counts }
    const metrics = createMetrics(ctx, gateway.connections, counts)
    const door = createPairingDoor({
      ctx,
      metrics,
      pairing,
      perMinute: limits.pairingsPerMinute,
      trustProxy: config.TRUST_PROXY,
      knowsHost,
    })
    const speech = config.SPEECH ? createSpeech({ clock, program: deps.speechProgram ?? 'espeak-ng' }) : undefined
    const keyUses = createKeyUses(ctx)
    const app = createApp({
      ctx,
      keyUses,
      gateway,
      pairing,
      speech,
      limitPairing: door.limit,
      readiness,
      metrics,
      updatesDir: config.UPDATES_DIR ?? join(config.DATA_DIR, 'updates'),
      ...{ trustProxy: config.TRUST_PROXY, publicUrl: publicUrlSet, knowsHost, events },
      ...{ hstsSubdomains: config.HSTS_SUBDOMAINS, adminPage: config.ADMIN_PAGE },
      limits,
      answerable: publicUrlSet !== undefined,
    })
    messages.belongTo(app)
    const takesCallback = createCallbackFront(ctx, metrics)
    const beyond = door.before(app)
    front.handle = (request, response) => {
      if (!takesCallback(request, response)) beyond(request, response)
    }
    server.on('upgrade', basePath.strip)
    gateway.attach(server)
    const linkSecret = () => ownSecret(secrets, 'attention_links', deps.makeWebhooksSecret)
    const parts = { config, hub, gateway, node, audit, providers, events, keyUses, linkSecret, check: readiness.check }
    const jobs = startJobs(await allJobs(ctx, parts), { clock, logger })

    let stopped: Promise<void> | undefined
    async function stop(): Promise<void> {
      readiness.stopping()
      events.waiters.close()
      // Closes each connection as soon as its request is answered.
      server.keepAliveTimeout = 1
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      await gateway.close()
      await jobs.stop()
      const cut = clock.after(REQUESTS_MAY_TAKE_MS, () => server.closeAllConnections())
      speech?.close()
      await closed
      cut()
      await receipts.close()
      await visits.close()
      await keyUses.close()
      await node?.leave()
      await leaveClock(ctx)
      await db.close()
    }
    return {
      url,
      ctx,
      firstKeys,
      standardWebhooksSecret: providers.sharedSecret,
      connections: gateway.connections,
      jobsUnderWay: jobs.underWay,
      issuePairingCode: (storeId) => pairing.issue(storeId, machineAudit(ctx, 'code.issue')),
      stop() {
        stopped ??= stop()
        return stopped
      },
    }
  }
}

/** Milliseconds for the requests under way at a stop; the whole stop stays below ten seconds. */
const REQUESTS_MAY_TAKE_MS = 5_000
/** Length of the kernel's queue of connections: thousands of devices come back at once after a restart. */
const BACKLOG = 4_096

function listen(server: Server, config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: config.PORT, host: config.HOST, backlog: BACKLOG }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function urlOf(server: Server, config: Config): string {
  const { port } = server.address() as AddressInfo
  const host = config.HOST === '0.0.0.0' || config.HOST === '::' ? '127.0.0.1' : config.HOST
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
