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
import type { Context } from '../../context/context.ts'
import { appError } from '../../lib/app-error.ts'
import { byStoreId, byTargetId } from '../routing/params.ts'
import { type Route, route } from '../routing/route.ts'

const tag = 'Connectors'

/** A new connector: its kind, and the settings that this kind asks for. */
const createConnectorSchema = z.discriminatedUnion(
  'kind',
  ALL_CONNECTORS.map(({ kind, settings }) =>
    z.strictObject({
      kind: z.literal(kind),
      name: connectorNameSchema,
      secret: connectorSecretSchema.optional(),
      // Left out where a platform has nothing that must be said.
      settings: settings.safeParse({}).success ? settings.prefault({} as never) : settings,
    }),
  ) as unknown as [
    z.ZodObject<{
      kind: z.ZodLiteral<string>
      name: typeof connectorNameSchema
      secret: z.ZodOptional<typeof connectorSecretSchema>
      settings: z.ZodType<object>
    }>,
  ],
)

/** A change of a connector; its kind says which settings it takes. */
const changeConnectorSchema = z
  .strictObject({
    name: connectorNameSchema.optional(),
    settings: z.record(z.string(), z.unknown()).optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'must change something')

/** Lists the routes by which the operator opens a store’s doors to shop platforms. */
export function connectorRoutes(ctx: Context): Route[] {
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
      body: createConnectorSchema,
      reply: { status: 201, schema: newConnectorSchema },
      problems: ['store_unknown'],
      handle: ({ params, body, write }) => write((tx) => createConnector(tx, ctx, params.id, body)),
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
      summary: 'Change the name or the settings of a connector. Its settings are replaced as a whole.',
      callers: ['operator'],
      params: byTargetId,
      body: changeConnectorSchema,
      reply: { status: 200, schema: connectorSchema },
      problems: ['connector_unknown'],
      idempotent: true,
      handle: ({ params, body, write }) =>
        write(async (tx) => {
          const { kind } = await getConnector(tx, params.id)
          const settings = body.settings === undefined ? undefined : parseSettings(kind, body.settings)
          return await changeConnector(tx, ctx, params.id, { name: body.name, settings })
        }),
    }),
    route({
      method: 'delete',
      path: '/v1/connectors/{id}',
      tag,
      summary: 'Disconnect a shop platform. Its orders stay.',
      callers: ['operator'],
      params: byTargetId,
      reply: { status: 200, schema: connectorSchema },
      problems: ['connector_unknown'],
      handle: ({ params }) => ctx.db.write((tx) => removeConnector(tx, ctx, params.id)),
    }),
    route({
      method: 'post',
      path: '/v1/connectors/{id}/secrets',
      tag,
      summary: 'Give a connector another secret. The one before is taken for some hours more.',
      callers: ['operator'],
      params: byTargetId,
      body: rotateSecretSchema,
      reply: { status: 201, schema: newConnectorSchema },
      problems: ['connector_unknown'],
      handle: ({ params, body, write }) => write((tx) => rotateConnectorSecret(tx, ctx, params.id, body)),
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
  const result = module.settings.safeParse(settings)
  if (result.success) return result.data
  const faults = result.error.issues.slice(0, 20).map(({ path, message }) => {
    return { path: ['settings', ...path].join('.').slice(0, 200), message }
  })
  throw appError('body_invalid', { faults })
}
