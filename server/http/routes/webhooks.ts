import * as z from 'zod'
import {
  changeEndpointSchema,
  createdEndpointSchema,
  createdSecretSchema,
  createEndpointSchema,
  deliveryPageSchema,
  deliveryQuerySchema,
  endpointTestSchema,
  redeliveredSchema,
  redeliverSchema,
  rotateSecretSchema,
  webhookEndpointListSchema,
  webhookEndpointSchema,
} from '../../../shared/api/webhook-endpoints.ts'
import type { Context } from '../../context/context.ts'
import type { CallEndpoint } from '../../events/call-endpoint.ts'
import {
  changeEndpoint,
  createEndpoint,
  getEndpoint,
  listEndpoints,
  removeEndpoint,
  rotateSecret,
} from '../../events/endpoints.ts'
import { findDeliveries } from '../../events/find-deliveries.ts'
import type { AddressRules } from '../../events/outside-address.ts'
import { redeliver } from '../../events/redeliver.ts'
import { testEndpoint } from '../../events/test-endpoint.ts'
import { byEndpointId } from '../routing/params.ts'
import { type Route, route } from '../routing/route.ts'

/** The way of events out of this server: the addresses that may be called, and the call. */
export interface WebhookWay {
  rules: AddressRules
  call: CallEndpoint
}

const common = { tag: 'Webhooks', callers: ['operator'] as const }
const one = { ...common, params: byEndpointId }

/** Lists the routes by which an operator sets up where events are sent, and sees what became of them. */
export function webhookRoutes(ctx: Context, { rules, call }: WebhookWay): Route[] {
  return [
    route({
      ...common,
      method: 'post',
      path: '/v1/webhook-endpoints',
      summary: 'Add an endpoint, for one store or all. The answer has its secret, which no other call returns.',
      audit: 'endpoint.add',
      body: createEndpointSchema,
      reply: { status: 201, schema: createdEndpointSchema },
      problems: ['store_unknown', 'webhook_url_refused'],
      // Without an Idempotency-Key: a kept answer would hold the secret.
      handle: ({ body, write }) => write((tx) => createEndpoint(tx, ctx, rules, body)),
    }),
    route({
      ...common,
      method: 'get',
      path: '/v1/webhook-endpoints',
      summary: 'Every endpoint, and how it goes.',
      query: z.object({}),
      reply: { status: 200, schema: webhookEndpointListSchema },
      problems: [],
      handle: async () => ({ endpoints: await listEndpoints(ctx) }),
    }),
    route({
      ...one,
      method: 'get',
      path: '/v1/webhook-endpoints/{id}',
      summary: 'One endpoint.',
      reply: { status: 200, schema: webhookEndpointSchema },
      problems: ['webhook_endpoint_unknown'],
      handle: ({ params }) => getEndpoint(ctx.db.read, ctx, params.id),
    }),
    route({
      ...one,
      method: 'patch',
      path: '/v1/webhook-endpoints/{id}',
      summary: 'Change address or types, or switch it on or off. Switched on, it gets what waits for it, in order.',
      audit: 'endpoint.change',
      body: changeEndpointSchema,
      reply: { status: 200, schema: webhookEndpointSchema },
      problems: ['webhook_endpoint_unknown', 'webhook_url_refused'],
      idempotent: true,
      handle: ({ params, body, write }) => write((tx) => changeEndpoint(tx, ctx, rules, params.id, body)),
    }),
    route({
      ...one,
      method: 'delete',
      path: '/v1/webhook-endpoints/{id}',
      summary: 'Remove an endpoint, with its address and its secrets.',
      audit: 'endpoint.remove',
      reply: { status: 200, schema: webhookEndpointSchema },
      problems: ['webhook_endpoint_unknown'],
      handle: ({ params, write }) => write((tx) => removeEndpoint(tx, ctx, params.id)),
    }),
    route({
      ...one,
      method: 'post',
      path: '/v1/webhook-endpoints/{id}/secrets',
      summary: 'Make a new secret; those from before go on signing for `overlapHours`.',
      audit: 'endpoint.rotate',
      body: rotateSecretSchema,
      reply: { status: 201, schema: createdSecretSchema },
      problems: ['webhook_endpoint_unknown', 'webhook_secrets_full'],
      handle: ({ params, body, write }) => write((tx) => rotateSecret(tx, ctx, params.id, body)),
    }),
    route({
      ...one,
      method: 'post',
      path: '/v1/webhook-endpoints/{id}/test',
      summary: 'Call the endpoint at once with a test, and tell what came of it.',
      audit: 'endpoint.test',
      reply: { status: 200, schema: endpointTestSchema },
      problems: ['webhook_endpoint_unknown'],
      async handle({ params, write }) {
        const tested = await testEndpoint(ctx, call, params.id)
        return await write(async () => tested)
      },
    }),
    route({
      ...one,
      method: 'post',
      path: '/v1/webhook-endpoints/{id}/redeliver',
      summary: 'Send one event again, or everything from a time on, also what the endpoint has had.',
      audit: 'endpoint.redeliver',
      body: redeliverSchema,
      reply: { status: 200, schema: redeliveredSchema },
      problems: ['webhook_endpoint_unknown', 'event_unknown'],
      async handle({ params, body, write }) {
        const queued = await redeliver(ctx, params.id, body)
        return await write(async () => queued)
      },
    }),
    route({
      ...one,
      method: 'get',
      path: '/v1/webhook-endpoints/{id}/deliveries',
      summary: 'What the endpoint was sent, or waits for, the latest first.',
      query: deliveryQuerySchema,
      reply: { status: 200, schema: deliveryPageSchema },
      problems: ['webhook_endpoint_unknown', 'cursor_invalid'],
      handle: ({ params, query }) => findDeliveries(ctx, params.id, query),
    }),
  ]
}
