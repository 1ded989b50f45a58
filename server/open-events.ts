import type { Clock } from '../shared/clock.ts'
import type { Config } from './config.ts'
import { createEndpointCaller } from './events/call-endpoint.ts'
import { createEventWaiters, type EventWaiters } from './events/event-waiters.ts'
import type { EventParts } from './http/app.ts'

/** Makes the parts of a server by which ordering systems are told of events: who waits for them, and the way to webhooks. */
export function openEvents(
  clock: Pick<Clock, 'after' | 'elapsed'>,
  { WEBHOOKS_ALLOW_HTTP: allowHttp, WEBHOOKS_ALLOW_PRIVATE: allowPrivate }: Config,
): EventParts & { waiters: EventWaiters } {
  const rules = { allowHttp, allowPrivate }
  return { waiters: createEventWaiters(clock), webhooks: { rules, call: createEndpointCaller(rules) } }
}
