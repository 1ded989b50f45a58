import * as z from 'zod'
import {
  apiKeyListSchema,
  apiKeySchema,
  createKeySchema,
  issuedKeySchema,
  rotateKeySchema,
} from '../../../shared/api/keys.ts'
import type { Context } from '../../context/context.ts'
import { createApiKey, listApiKeys } from '../../keys/api-keys.ts'
import { revokeApiKey, rotateApiKey } from '../../keys/end-key.ts'
import { type Route, route } from '../routing/route.ts'

const tag = 'Keys'
const byKeyId = z.object({ id: z.string().min(1).max(64) })

/**
 * Lists the routes of keys. Those that make one take no `Idempotency-Key`: an answer that is kept for a repetition would be
 * the key itself, in the database.
 */
export function keyRoutes(ctx: Context): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/keys',
      tag,
      summary: 'Every key, newest first: its role, stores, latest use and end; never the key itself.',
      callers: ['operator'],
      query: z.object({}),
      reply: { status: 200, schema: apiKeyListSchema },
      problems: [],
      handle: async () => ({ keys: await listApiKeys(ctx.db.read) }),
    }),
    route({
      method: 'post',
      path: '/v1/keys',
      tag,
      summary: 'Make a key. The answer shows it once; an answer that was lost is a key to revoke.',
      callers: ['operator'],
      audit: 'key.create',
      body: createKeySchema,
      reply: { status: 201, schema: issuedKeySchema },
      problems: ['store_unknown'],
      handle: ({ body, write }) => write((tx) => createApiKey(tx, ctx, body)),
    }),
    route({
      method: 'post',
      path: '/v1/keys/{id}/rotate',
      tag,
      summary: 'Make a key in the place of another one, which goes on beside it for `overlapHours`.',
      callers: ['operator'],
      audit: 'key.rotate',
      params: byKeyId,
      body: rotateKeySchema,
      reply: { status: 201, schema: issuedKeySchema },
      problems: ['api_key_unknown', 'key_ended'],
      handle: ({ params, body, audit }) =>
        ctx.db.write(async (tx) => {
          const made = await rotateApiKey(tx, ctx, params.id, body.overlapHours)
          await audit(tx, { id: params.id, replacedBy: made.id })
          return made
        }),
    }),
    route({
      method: 'delete',
      path: '/v1/keys/{id}',
      tag,
      summary: 'Revoke a key, at once. The last key of the operator stays: on the server’s machine it can be revoked.',
      callers: ['operator'],
      audit: 'key.revoke',
      params: byKeyId,
      reply: { status: 200, schema: apiKeySchema },
      problems: ['api_key_unknown', 'last_operator_key'],
      handle: ({ params, write }) => write((tx) => revokeApiKey(tx, ctx, params.id, { keepsLastOperator: true })),
    }),
  ]
}
