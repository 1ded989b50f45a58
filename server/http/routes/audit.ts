import { auditPageSchema, auditQuerySchema } from '../../../shared/api/audit.ts'
import { findAudit } from '../../audit/find-audit.ts'
import type { Context } from '../../context/context.ts'
import { type Route, route } from '../routing/route.ts'

/** Lists the route of the audit: who has changed what, when, and from where. */
export function auditRoutes(ctx: Context): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/audit',
      tag: 'Keys',
      summary: 'Administrative acts, newest first: who has changed what, when, and from which address.',
      callers: ['operator'],
      query: auditQuerySchema,
      reply: { status: 200, schema: auditPageSchema },
      problems: ['cursor_invalid'],
      handle: ({ query }) => findAudit(ctx, query),
    }),
  ]
}
