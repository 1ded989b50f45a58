import type * as z from 'zod'
import type { ProblemCode } from '../../../shared/problem.ts'
import type { CallerKind } from '../routing/caller.ts'
import type { Route } from '../routing/route.ts'
import { EXAMPLES } from './examples.ts'
import { wordsOf } from './field-words.ts'
import { describeCallbacks } from './openapi-callback.ts'
import {
  answerHeaders,
  BODY_PROBLEMS,
  COMMON,
  HEADERS,
  type OpenApiDocument,
  type OpenApiOperation,
  type OpenApiParameter,
  refusals,
  requestBody,
} from './openapi-parts.ts'
import { createOpenApiSchemas, type JsonSchema, type OpenApiSchemas } from './openapi-schemas.ts'
import { describeServices } from './openapi-services.ts'
import { INFO, TAGS } from './openapi-words.ts'
import { operationId } from './operation-ids.ts'

const CREDENTIALS: Record<CallerKind, string> = {
  ordering: 'Key of the ordering system.',
  operator: 'Key of the operator.',
  read_only: 'Key of a reader: whatever the operator may read, but no customer.',
  connector: 'Key of a connector, bound to its stores.',
  device: 'Token of a paired device.',
}

/**
 * Makes the OpenAPI 3.1 document of the routes, from the schemas that parse the requests. Without `publicUrl` its addresses begin
 * where the document lies.
 */
export function openApiDocument(routes: readonly Route[], publicUrl?: string): OpenApiDocument {
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
  return withWords({
    openapi: '3.1.0',
    info: INFO,
    servers: [{ url: publicUrl?.replace(/\/+$/, '') ?? '.', description: 'The server that this document came from.' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths: { ...paths, ...callbacks.paths, ...describeServices() },
    components: {
      securitySchemes: { ...Object.fromEntries(bearer), ...callbacks.securitySchemes },
      schemas: schemas.components,
      headers: HEADERS,
    },
  })
}

/** Gives every field and parameter that has no words of its own those of its name. */
function withWords<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(withWords) as T
  const parts = Object.entries(value).map(([key, part]) => [key, key === 'example' ? part : withWords(part)])
  const made = Object.fromEntries(parts) as T & { properties?: Record<string, JsonSchema>; in?: string; name?: string }
  if (typeof made.in === 'string' && typeof made.name === 'string' && 'schema' in made)
    return { ...described(made.name, made.schema as JsonSchema), ...made }
  if (typeof made.properties !== 'object') return made
  const fields = Object.entries(made.properties).map(([name, field]) => [name, { ...field, ...described(name, field) }])
  return { ...made, properties: Object.fromEntries(fields) }
}

function described(name: string, schema: JsonSchema): { description?: string } {
  const description = schema.description ?? wordsOf(name, schema)
  return description === undefined ? {} : { description }
}

function operation(route: Route, schemas: OpenApiSchemas): OpenApiOperation {
  const { status, schema, type } = route.reply
  const id = operationId(route.method, route.path)
  return {
    tags: [route.tag],
    summary: route.summary,
    operationId: id,
    security: route.callers.map((kind) => ({ [kind]: [] })),
    parameters: [
      ...parameters('path', route.params, schemas),
      ...parameters('query', route.query, schemas),
      ...(route.idempotent ? [idempotencyKey] : []),
    ],
    ...(route.body !== undefined && {
      requestBody: requestBody(route.body, schemas, route.bodyOptional !== true, EXAMPLES[id]),
    }),
    responses: {
      [status]: {
        description: 'Done.',
        headers: answerHeaders(),
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
