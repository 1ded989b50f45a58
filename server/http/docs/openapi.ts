import type * as z from 'zod'
import type { ProblemCode } from '../../../shared/problem.ts'
import type { CallerKind } from '../routing/caller.ts'
import type { Route } from '../routing/route.ts'
import { describeCallbacks } from './openapi-callback.ts'
import {
  BODY_PROBLEMS,
  COMMON,
  type OpenApiDocument,
  type OpenApiOperation,
  type OpenApiParameter,
  operationId,
  refusals,
  requestBody,
} from './openapi-parts.ts'
import { createOpenApiSchemas, type OpenApiSchemas } from './openapi-schemas.ts'

const CREDENTIALS: Record<CallerKind, string> = {
  ordering: 'Key of the ordering system.',
  operator: 'Key of the operator.',
  device: 'Token of a paired device.',
}

/** Makes the OpenAPI 3.1 document of the routes, from the schemas that parse the requests. */
export function openApiDocument(routes: readonly Route[]): OpenApiDocument {
  const schemas = createOpenApiSchemas()
  const paths: OpenApiDocument['paths'] = {}
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: operation(route, schemas) }
  }
  const callbacks = describeCallbacks(schemas)
  const bearer = Object.entries(CREDENTIALS).map(([kind, description]) => [
    kind,
    { type: 'http', scheme: 'bearer', description },
  ])
  return {
    openapi: '3.1.0',
    info: {
      title: 'Laidan 来单',
      version: '1',
      description:
        'The order bell for merchants. Times are milliseconds since 1970, money is an integer in minor units. ' +
        'Errors are application/problem+json with a `code` from one catalogue. Answers may grow: ignore fields you do not know.',
    },
    paths: { ...paths, ...callbacks.paths },
    components: {
      securitySchemes: { ...Object.fromEntries(bearer), ...callbacks.securitySchemes },
      schemas: schemas.components,
    },
  }
}

function operation(route: Route, schemas: OpenApiSchemas): OpenApiOperation {
  const { status, schema, type } = route.reply
  return {
    tags: [route.tag],
    summary: route.summary,
    operationId: operationId(route.method, route.path),
    security: route.callers.map((kind) => ({ [kind]: [] })),
    parameters: [
      ...parameters('path', route.params, schemas),
      ...parameters('query', route.query, schemas),
      ...(route.idempotent ? [idempotencyKey] : []),
    ],
    ...(route.body !== undefined && { requestBody: requestBody(route.body, schemas, route.bodyOptional !== true) }),
    responses: {
      [status]: {
        description: 'Done.',
        ...(schema && { content: { 'application/json': { schema: schemas.output(schema) } } }),
        ...(type && { content: { [type]: { schema: { type: 'string', format: 'binary' } } } }),
      },
      ...refusals(problemsOf(route)),
    },
  }
}

const idempotencyKey: OpenApiParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key with the same request gets the same answer, for 24 hours.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
}

function parameters(
  where: 'path' | 'query',
  schema: z.ZodType | undefined,
  schemas: OpenApiSchemas,
): OpenApiParameter[] {
  if (schema === undefined) return []
  const { properties = {}, required = [] } = schemas.input(schema)
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }))
}

function problemsOf(route: Route): ProblemCode[] {
  return [
    'unauthenticated',
    ...(route.callers.length > 0 ? (['forbidden'] as const) : []),
    ...(route.params !== undefined || route.query !== undefined ? (['query_invalid'] as const) : []),
    ...(route.body === undefined ? [] : BODY_PROBLEMS),
    ...(route.idempotent ? (['header_invalid', 'idempotency_key_reused'] as const) : []),
    ...route.problems,
    'rate_limited',
    ...COMMON,
  ]
}
