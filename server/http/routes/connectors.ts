import * as z from 'zod'
import {
  connectorListSchema,
  connectorNameSchema,
  connectorSchema,
  connectorSecretSchema,
  dryRunReplySchema,
  dryRunSchema,
  newConnectorSchema,
  rotateSecretSchema,
} from '../../../shared/api/connectors.ts'
import { ALL_CONNECTORS, findConnectorModule } from '../../connectors/all-connectors.ts'
import { toConnector } from '../../connectors/connector-row.ts'
import {
  changeConnector,
  createConnector,
  getConnector,
  listConnectors,
  removeConnector,
  rotateConnectorSecret,
} from '../../connectors/connectors.ts'
import { dryRun } from '../../connectors/dry-run.ts'
import type { ConnectorModule } from '../../connectors/kit/port.ts'
import type { Context } from '../../context/context.ts'
import { type AddressRules, urlRefusal } from '../../events/outside-address.ts'
import { appError } from '../../lib/app-error.ts'
import { byStoreId, byTargetId } from '../routing/params.ts'
import { faultsOf, type Route, route } from '../routing/route.ts'

const tag = 'Connectors'

/** A new connector: its kind, and the settings that this kind asks for. */
const createConnectorSchema = z.discriminatedUnion(
  'kind',
  (ALL_CONNECTORS as readonly ConnectorModule[]).map(({ kind, settings, api, bringsSecret }) =>
    z.strictObject({
      kind: z.literal(kind),
      name: connectorNameSchema,
      secret: bringsSecret ? connectorSecretSchema : connectorSecretSchema.optional(),
      // Left out where a platform has nothing that must be said.
      settings: settings.safeParse({}).success ? settings.prefault({}) : settings,
      ...(api !== undefined && { api: api.settings.optional() }),
    }),
  ) as unknown as [
    z.ZodObject<{
      kind: z.ZodLiteral<string>
      name: typeof connectorNameSchema
      secret: z.ZodOptional<typeof connectorSecretSchema>
      settings: z.ZodType<object>
      api: z.ZodOptional<z.ZodType<object>>
    }>,
  ],
)

/** A change of a connector; its kind says which settings it takes. */
const changeConnectorSchema = z
  .strictObject({
    name: connectorNameSchema.optional(),
    settings: z.record(z.string(), z.unknown()).optional(),
    /** The platform’s API, by which it is told what becomes of its orders; null: it is told nothing. */
    api: z.record(z.string(), z.unknown()).nullable().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'must change something')

/** Lists the routes by which the operator opens a store’s doors to shop platforms. */
export function connectorRoutes(ctx: Context, rules: AddressRules): Route[] {
  /** Expects an address that this server calls. Throws `webhook_url_refused`. */
  function requireAddress(kind: string, api: object): void {
    const url = findConnectorModule(kind)?.api?.url(api)
    const refusal = url === undefined ? undefined : urlRefusal(new URL(url), rules)
    if (refusal !== undefined) throw appError('webhook_url_refused', { detail: refusal })
  }

  return [
    route({
      method: 'get',
      path: '/v1/stores/{id}/connectors',
      tag,
      summary: 'The shop platforms whose orders ring here, without their secrets.',
      callers: ['operator'],
      params: byStoreId,
      reply: { status: 200, schema: connectorListSchema },
      problems: ['store_unknown'],
      handle: async ({ params }) => ({
        connectors: await listConnectors(ctx.db.read, params.id, ctx.clock.now()),
      }),
    }),
    route({
      method: 'post',
      path: '/v1/stores/{id}/connectors',
      tag,
      summary: 'Connect a shop platform. The answer alone tells the secret that its webhooks are signed with.',
      callers: ['operator'],
      params: byStoreId,
      audit: 'connector.add',
      body: createConnectorSchema,
      reply: { status: 201, schema: newConnectorSchema },
      problems: ['store_unknown', 'webhook_url_refused'],
      // Without an Idempotency-Key: a kept answer would hold the secret.
      handle: ({ params, body, write }) => {
        if (body.api !== undefined) requireAddress(body.kind, body.api)
        return write((tx) => createConnector(tx, ctx, params.id, body))
      },
    }),
    route({
      method: 'get',
      path: '/v1/connectors/{id}',
      tag,
      summary: 'One connector: when the latest order came, and what could not be read.',
      callers: ['operator'],
      params: byTargetId,
      reply: { status: 200, schema: connectorSchema },
      problems: ['connector_unknown'],
      handle: async ({ params }) => toConnector(await getConnector(ctx.db.read, params.id), ctx.clock.now()),
    }),
    route({
      method: 'patch',
      path: '/v1/connectors/{id}',
      tag,
      summary: 'Change a connector. Its settings, and its API, are replaced as a whole.',
      callers: ['operator'],
      params: byTargetId,
      audit: 'connector.change',
      body: changeConnectorSchema,
      reply: { status: 200, schema: connectorSchema },
      problems: ['connector_unknown', 'webhook_url_refused'],
      handle: ({ params, body, write }) =>
        write(async (tx) => {
          const { kind } = await getConnector(tx, params.id)
          const settings = body.settings === undefined ? undefined : parseSettings(kind, body.settings)
          const api = body.api ? parseApi(kind, body.api) : body.api
          if (api) requireAddress(kind, api)
          return await changeConnector(tx, ctx, params.id, { name: body.name, settings, api })
        }),
    }),
    route({
      method: 'delete',
      path: '/v1/connectors/{id}',
      tag,
      summary: 'Disconnect a shop platform. Its orders stay.',
      audit: 'connector.remove',
      callers: ['operator'],
      params: byTargetId,
      reply: { status: 200, schema: connectorSchema },
      problems: ['connector_unknown'],
      handle: ({ params, write }) => write((tx) => removeConnector(tx, ctx, params.id)),
    }),
    route({
      method: 'post',
      path: '/v1/connectors/{id}/secrets',
      tag,
      summary: 'Give a connector another secret. The one before is taken for some hours more.',
      callers: ['operator'],
      params: byTargetId,
      audit: 'connector.rotate',
      body: rotateSecretSchema,
      reply: { status: 201, schema: newConnectorSchema },
      problems: ['connector_unknown'],
      handle: ({ params, body, write }) =>
        write(async (tx) => {
          const { kind } = await getConnector(tx, params.id)
          if (body.secret === undefined && findConnectorModule(kind)?.bringsSecret)
            throw appError('body_invalid', { faults: [{ path: 'secret', message: 'The platform has it: bring it.' }] })
          return await rotateConnectorSecret(tx, ctx, params.id, body)
        }),
    }),
    route({
      method: 'post',
      path: '/v1/connectors/{id}/dry-run',
      tag,
      summary: 'Show what a body would become, with these settings or others. Nothing is placed.',
      callers: ['operator'],
      params: byTargetId,
      body: dryRunSchema,
      reply: { status: 200, schema: dryRunReplySchema },
      problems: ['connector_unknown'],
      handle: async ({ params, body }) => {
        const { kind, settings } = await getConnector(ctx.db.read, params.id)
        const module = findConnectorModule(kind)
        if (module === undefined) throw appError('connector_unknown')
        return dryRun(module, parseSettings(kind, body.settings ?? JSON.parse(settings)), body)
      },
    }),
  ]
}

/** Checks the settings of a connector of `kind`. Throws `body_invalid`, with every fault; `connector_unknown`. */
function parseSettings(kind: string, settings: unknown): object {
  const module = findConnectorModule(kind)
  if (module === undefined) throw appError('connector_unknown')
  return parsePart('settings', module.settings, settings)
}

/** Checks the API of a connector of `kind`. Throws `body_invalid`, with every fault. */
function parseApi(kind: string, api: object): object {
  const schema = findConnectorModule(kind)?.api?.settings
  if (schema === undefined)
    throw appError('body_invalid', { faults: [{ path: 'api', message: 'This kind of connector has none.' }] })
  return parsePart('api', schema, api)
}

function parsePart(name: string, schema: z.ZodType<object>, value: unknown): object {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const faults = result.error.issues.flatMap(faultsOf).slice(0, 20)
  throw appError('body_invalid', {
    faults: faults.map(({ path, message }) => ({ path: path === '' ? name : `${name}.${path}`, message })),
  })
}
