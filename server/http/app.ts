import express, { type Express, type RequestHandler } from 'express'
import helmet from 'helmet'
import type { Pairing } from '../devices/pairing.ts'
import type { EventWaiters } from '../events/event-waiters.ts'
import type { KeyUses } from '../keys/key-uses.ts'
import { appError } from '../lib/app-error.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import type { Gateway } from '../sockets/gateway.ts'
import type { Speech } from '../speech/speech.ts'
import { adminSessionHandlers } from './admin-door.ts'
import { answerHandlers } from './answer-page.ts'
import { callPushHandlers } from './call-pushes.ts'
import { CONNECTOR_PATHS, connectorDoor } from './connector-door.ts'
import { consoleHandlers } from './console.ts'
import { docsHandlers } from './docs/docs.ts'
import { healthHandlers, type Readiness } from './health.ts'
import { type KnowsHost, refuseUnknownHost } from './known-hosts.ts'
import type { Metrics } from './metrics.ts'
import { problemHandlers } from './problems/problem-page.ts'
import { requestLog } from './request-log.ts'
import { attentionRoutes } from './routes/attention.ts'
import { auditRoutes } from './routes/audit.ts'
import { connectorRoutes } from './routes/connectors.ts'
import { deviceRoutes, PAIRING_PATH } from './routes/devices.ts'
import { eventRoutes } from './routes/events.ts'
import { intakeRoutes } from './routes/intake.ts'
import { keyRoutes } from './routes/keys.ts'
import { orderRoutes } from './routes/orders.ts'
import { paymentRoutes } from './routes/payments.ts'
import { policyRoutes } from './routes/policy.ts'
import { refundRoutes } from './routes/refunds.ts'
import { rehearsalRoutes } from './routes/rehearsals.ts'
import { reminderRoutes } from './routes/reminders.ts'
import { reportRoutes } from './routes/reports.ts'
import { SPEECH_PATH, speechRoutes } from './routes/speech.ts'
import { storeRoutes } from './routes/stores.ts'
import { type WebhookWay, webhookRoutes } from './routes/webhooks.ts'
import { callerOfKey, identifyCaller } from './routing/caller.ts'
import { createCallLimiter, type Limits, SPEECH_PER_MINUTE } from './routing/limits.ts'
import { methodNotAllowed } from './routing/method-not-allowed.ts'
import { reportError } from './routing/report-error.ts'
import { admitCaller, type Route, routeHandler } from './routing/route.ts'
import { findRequestSession } from './routing/session-caller.ts'
import { refuseBadQuery, refuseLoneSurrogates, verifyUtf8 } from './routing/unicode.ts'
import { updatesHandlers } from './updates.ts'

const MAX_BODY_BYTES = 256 * 1024

export interface AppDeps {
  ctx: PaymentContext
  gateway: Pick<Gateway, 'isConnected' | 'revoke' | 'greetAgain' | 'tellStruck'>
  pairing: Pick<Pairing, 'issue' | 'pair'>
  events: EventParts
  /** `undefined`: this server renders no speech. */
  speech: Pick<Speech, 'render'> | undefined
  /** Counts tries at pairing by address. */
  limitPairing: RequestHandler
  metrics: Metrics
  keyUses: Pick<KeyUses, 'note'>
  readiness: Readiness
  /** The folder of the app’s updates; it need not exist. */
  updatesDir: string
  /** The number of reverse proxies in front of the server. */
  trustProxy: number
  /** The address at which the world reaches the server; absent: it is not known. */
  publicUrl: string | undefined
  knowsHost: KnowsHost
  /** Whether browsers are told to speak https to the subdomains as well. */
  hstsSubdomains: boolean
  /** Whether the operator's page is there, and its sessions are good for calls. */
  adminPage: boolean
  limits: Limits
  /** Whether messages to people outside carry a link that they reach. */
  answerable: boolean
}

/** The parts of a server by which ordering systems are told of events. */
export interface EventParts {
  waiters: Pick<EventWaiters, 'until'>
  webhooks: WebhookWay
}

/** Lists every REST route, for the router, the docs and the tests. */
export function allRoutes(
  ctx: PaymentContext,
  gateway: AppDeps['gateway'],
  pairing: Pick<Pairing, 'issue' | 'pair'>,
  speech: Pick<Speech, 'render'> | undefined,
  events: EventParts,
  answerable = false,
): Route[] {
  return [
    ...orderRoutes(ctx, gateway),
    ...paymentRoutes(ctx),
    ...refundRoutes(ctx),
    ...eventRoutes(ctx, events.waiters),
    ...webhookRoutes(ctx, events.webhooks),
    ...reminderRoutes(ctx),
    ...deviceRoutes(ctx, gateway, pairing),
    ...storeRoutes(ctx, gateway),
    ...intakeRoutes(ctx),
    ...attentionRoutes(ctx),
    ...policyRoutes(ctx, gateway, answerable),
    ...reportRoutes(ctx),
    ...rehearsalRoutes(ctx),
    ...connectorRoutes(ctx, events.webhooks.rules),
    ...speechRoutes(speech),
    ...keyRoutes(ctx),
    ...auditRoutes(ctx),
  ]
}

/** Makes the Express application. */
export function createApp(deps: AppDeps): Express {
  const { ctx, metrics, limits } = deps
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('query parser', 'simple')
  app.set('trust proxy', deps.trustProxy)
  app.use(requestLog(ctx, metrics))
  // The callbacks of providers that are set up do not come this far: callback-front.ts answers them.
  app.post('/notify/:provider', refuseProvider)
  // As a callback, a delivery of a shop platform is never refused for the name that a proxy calls this server by.
  const door = connectorDoor(ctx)
  for (const path of CONNECTOR_PATHS) {
    app.post(path, door)
    app.all(path, methodNotAllowed(['post']))
  }
  app.use('/v1', neverStored)
  app.use(
    helmet({
      crossOriginResourcePolicy: { policy: 'same-site' },
      // The server speaks plain HTTP; in a shop without a proxy for TLS, links to the server must stay as they are.
      contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
      // The other services of a domain are not ours to speak for.
      strictTransportSecurity: { includeSubDomains: deps.hstsSubdomains },
    }),
  )

  const routes = allRoutes(ctx, deps.gateway, deps.pairing, deps.speech, deps.events, deps.answerable)
  // Before the check of the host: a probe that is refused would get a sound server restarted.
  app.use(healthHandlers(ctx, deps.readiness, metrics, deps.keyUses))
  app.use(refuseUnknownHost(deps.knowsHost))
  app.post(PAIRING_PATH, deps.limitPairing)
  app.use(docsHandlers(routes, deps.publicUrl))
  app.use(problemHandlers())
  app.use(consoleHandlers(ctx.clock, { admin: deps.adminPage }))
  if (deps.adminPage) app.use(adminSessionHandlers({ ...deps, perMinute: limits.pairingsPerMinute }))
  app.use(answerHandlers(ctx, { publicUrl: deps.publicUrl }))
  app.use(callPushHandlers(ctx))
  app.use(updatesHandlers(deps.updatesDir))
  app.all('/updates/:name', methodNotAllowed(['get']))
  app.use('/v1', rememberCaller(deps))
  app.use(SPEECH_PATH, createCallLimiter({ callsPerMinute: limits.speechPerMinute ?? SPEECH_PER_MINUTE }))
  mount(app, ctx, routes, createCallLimiter(limits))
  app.use(() => {
    throw appError('route_unknown')
  })
  app.use(reportError(ctx))
  return app
}

type CallerDeps = Pick<AppDeps, 'ctx' | 'keyUses' | 'adminPage' | 'publicUrl'>

/**
 * Identifies the caller once, before the limits, which differ by caller. A bad credential counts against its address.
 */
function rememberCaller({ ctx, keyUses, adminPage, publicUrl }: CallerDeps): RequestHandler {
  return async (request, response, next) => {
    const { authorization } = request.headers
    try {
      const asks = adminPage && authorization === undefined
      const session = asks ? await findRequestSession(ctx, request, publicUrl) : undefined
      response.locals['caller'] = session
        ? callerOfKey(keyUses, session.key)
        : await identifyCaller(ctx, keyUses, authorization)
    } catch (error) {
      response.locals['callerError'] = error
    }
    next()
  }
}

/** Answers of REST hold names, phone numbers, and once in a while a token: no cache keeps one (RFC 9111 §5.2.2.5). */
const neverStored: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store')
  next()
}

const refuseProvider: RequestHandler = () => {
  throw appError('provider_unknown')
}

const refuseBadCredential: RequestHandler = (_request, response, next) => next(response.locals['callerError'])

function mount(app: Express, ctx: PaymentContext, routes: Route[], limitCalls: RequestHandler): void {
  const type = ['application/json', 'application/*+json']
  const json = express.json({ limit: MAX_BODY_BYTES, inflate: false, type, verify: verifyUtf8 })
  app.use('/v1', limitCalls, refuseBadCredential, refuseBadQuery)
  for (const spec of routes) {
    const before = [admitCaller(spec), ...(spec.body === undefined ? [] : [requireJson, json, refuseLoneSurrogates])]
    app[spec.method](pathOf(spec), ...before, routeHandler(ctx, spec))
  }
  for (const [path, methods] of methodsByPath(routes)) {
    app.all(pathOf({ path }), methodNotAllowed(methods))
  }
}

/** Writes a route's path as Express does. */
function pathOf({ path }: Pick<Route, 'path'>): string {
  return path.replace(/\{(\w+)\}/g, ':$1')
}

/** Refuses a body in another format, which the JSON parser would take for no body at all. */
const requireJson: RequestHandler = (request, _response, next) => {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
  next(
    hasBody && request.is(['application/json', 'application/*+json']) === false
      ? appError('media_type_unsupported')
      : undefined,
  )
}

function methodsByPath(routes: readonly Route[]): Map<string, string[]> {
  const byPath = new Map<string, string[]>()
  for (const { path, method } of routes) byPath.set(path, [...(byPath.get(path) ?? []), method])
  return byPath
}
