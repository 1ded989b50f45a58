import { createLinks } from './attention/links.ts'
import { createPostMessage } from './attention/post-message.ts'
import type { Config } from './config.ts'
import { hasDevice } from './devices/devices.ts'
import { heartbeatJobs } from './jobs/heartbeat.ts'
import { keysJob } from './jobs/reload-keys.ts'
import { type JobParts, serverJobs } from './jobs/server-jobs.ts'
import type { Job } from './jobs/ticker.ts'
import type { Providers } from './payments/open-providers.ts'
import type { PaymentContext } from './payments/providers/port.ts'
import type { Gateway } from './sockets/gateway.ts'

/** Milliseconds in which devices notice that the server is back, and connect again. */
const DEVICES_RETURN_MS = 10_000

interface Parts extends Omit<JobParts, 'gateway' | 'attention' | 'callEndpoint'> {
  config: Config
  gateway: Pick<Gateway, 'check' | 'hear' | 'keepOut' | 'isConnected'>
  providers: Pick<Providers, 'reload'>
  events: { webhooks: { call: JobParts['callEndpoint'] } }
  /** Resolves to nothing when this server can do its work. */
  check(): Promise<string | undefined>
  /** The secret of this installation that the links in messages are made of. */
  linkSecret(): Promise<string>
}

/**
 * Lists every job of a server. Without PUBLIC_URL messages have no links: nobody outside would reach them. Rejects with
 * the error of `linkSecret`.
 */
export async function allJobs(ctx: PaymentContext, parts: Parts): Promise<Job[]> {
  const { config, gateway, providers, events, check, linkSecret } = parts
  const { PUBLIC_URL: publicUrl, CHANNELS_IMITATED_AT: imitatedAt, MAIL_IMITATED_AT: mailImitatedAt } = config
  const links = publicUrl === undefined ? undefined : createLinks(publicUrl, await linkSecret())
  const isServed = (storeId: string) => hasDevice(ctx, storeId, gateway.isConnected)
  const attention = {
    outward: { post: createPostMessage(imitatedAt, mailImitatedAt), links, hasDevice: isServed },
    hasDevice: isServed,
    settleMs: config.SPREAD_MS + DEVICES_RETURN_MS,
  }
  return [
    ...serverJobs(ctx, { ...parts, attention, callEndpoint: events.webhooks.call }),
    keysJob(providers),
    ...heartbeatJobs({ clock: ctx.clock, logger: ctx.logger, check }, config.HEARTBEAT_URL),
  ]
}
