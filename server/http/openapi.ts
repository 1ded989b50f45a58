import * as z from 'zod'
import { PROBLEMS, type ProblemCode, problemSchema } from '../../shared/problem.ts'
import type { CallerKind } from './caller.ts'
import type { Route } from './route.ts'

/** Refusals that every route may answer with, beside its own. */
const COMMON: readonly ProblemCode[] = ['rate_limited', 'internal', 'storage_unavailable']

export interface OpenApiOperation {
  tags: string[]
  summary: string
  operationId: string
  security: Record<string, string[]>[]
  parameters: object[]
  requestBody?: object
  responses: Record<string, { description: string }>
}

export interface OpenApiDocument {
  openapi: '3.1.0'
  info: { title: string; version: string; description: string }
  paths: Record<string, Record<string, OpenApiOperation>>
  components: object
}

/** The OpenAPI 3.1 document of the routes, made from the schemas that parse the requests. */
export function openApiDocument(routes: readonly Route[]): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {}
  for (const route of [...routes, ...notifyRoutes]) {
    paths[route.path] = { ...paths[route.path], [route.method]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Laidan 来单',
      version: '1',
      description:
        'The order bell for merchants. Times are milliseconds since 1970, money is an integer in minor units. ' +
        'Errors are application/problem+json with a `code` from one catalogue.',
    },
    paths,
    components: {
      securitySchemes: Object.fromEntries(
        (['ordering', 'operator', 'device'] as const).map((kind) => [
          kind,
          { type: 'http', scheme: 'bearer', description: WHO[kind] },
        ]),
      ),
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
    },
  }
}

const WHO: Record<CallerKind, string> = {
  ordering: 'Key of the ordering system.',
  operator: 'Key of the operator.',
  device: 'Token of a paired device.',
}

/** Callbacks are mounted by hand, in front of the JSON parser, but belong in the document. */
const notifyRoutes: Route[] = [
  {
    method: 'post',
    path: '/notify/standard-webhooks',
    tag: 'Callbacks',
    summary: 'A payment has succeeded. Signed as Standard Webhooks prescribes, over the raw body.',
    callers: [],
    reply: { status: 204 },
    problems: [
      'signature_missing',
      'signature_invalid',
      'timestamp_skew',
      'body_not_json',
      'body_invalid',
      'body_too_large',
      'media_type_unsupported',
      'payment_conflict',
    ],
    handle: async () => undefined,
  },
]

function operation(route: Route): OpenApiOperation {
  return {
    tags: [route.tag],
    summary: route.summary,
    operationId: `${route.method}${route.path.replace(/[^a-z0-9]+(.)?/gi, (_all, letter: string = '') => letter.toUpperCase())}`,
    security: route.callers.map((kind) => ({ [kind]: [] })),
    parameters: [
      ...parameters('path', route.params),
      ...parameters('query', route.query),
      ...(route.idempotent ? [idempotencyKey] : []),
    ],
    ...(route.body !== undefined && {
      requestBody: { content: { 'application/json': { schema: jsonSchema(route.body, 'input') } } },
    }),
    responses: responses(route),
  }
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key with the same request gets the same answer, for 24 hours.',
  schema: { type: 'string', maxLength: 255 },
}

function parameters(where: 'path' | 'query', schema: z.ZodType | undefined): object[] {
  if (schema === undefined) return []
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
    properties?: Record<string, object>
    required?: string[]
  }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }))
}

function responses(route: Route): OpenApiOperation['responses'] {
  const own: ProblemCode[] = [
    ...(route.callers.length > 0 ? (['unauthenticated', 'forbidden'] as const) : []),
    ...(route.params !== undefined || route.query !== undefined ? (['query_invalid'] as const) : []),
    ...(route.body !== undefined
      ? (['body_not_json', 'body_invalid', 'body_too_large', 'media_type_unsupported'] as const)
      : []),
    ...(route.idempotent ? (['header_invalid', 'idempotency_key_reused'] as const) : []),
    ...route.problems,
    ...COMMON,
  ]
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of new Set(own)) {
    const { status: refused } = PROBLEMS[code]
    byStatus.set(refused, [...(byStatus.get(refused) ?? []), code])
  }
  const { status, schema } = route.reply
  const success = schema && { content: { 'application/json': { schema: jsonSchema(schema, 'output') } } }
  const refusals = [...byStatus].map(([refused, codes]) => [
    String(refused),
    {
      description: codes.map((code) => `\`${code}\` ${PROBLEMS[code].title}`).join('\n\n'),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ])
  return { [status]: { description: 'Done.', ...success }, ...Object.fromEntries(refusals) }
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
