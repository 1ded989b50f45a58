import type * as z from 'zod'
import { PROBLEMS, type ProblemCode } from '../../../shared/problem.ts'
import type { JsonSchema, OpenApiSchemas } from './openapi-schemas.ts'

export interface OpenApiParameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description?: string
  schema: JsonSchema
}

/** A header of an answer, or a reference to one. */
type OpenApiHeader = { $ref: string } | { description: string; schema: JsonSchema }

/** The schema of a body, by media type. */
export type OpenApiContent = Record<string, { schema: JsonSchema; example?: unknown }>

/** One answer of a call. */
interface OpenApiResponse {
  description: string
  headers?: Record<string, OpenApiHeader>
  content?: OpenApiContent
}

export interface OpenApiOperation {
  tags: string[]
  summary: string
  description?: string
  operationId: string
  security: Record<string, string[]>[]
  parameters: OpenApiParameter[]
  requestBody?: { required: boolean; content: OpenApiContent }
  /** By HTTP status. */
  responses: Record<string, OpenApiResponse>
}

export interface OpenApiDocument {
  openapi: '3.1.0'
  info: { title: string; version: string; description: string; license?: { name: string; identifier: string } }
  servers?: { url: string; description: string }[]
  tags?: { name: string; description: string }[]
  /** By path and method. */
  paths: Record<string, Record<string, OpenApiOperation>>
  components: {
    securitySchemes: Record<string, { description: string } & Record<string, string>>
    schemas: Record<string, JsonSchema>
    headers?: Record<string, OpenApiHeader>
  }
}

/** The headers that answers have, by name. */
export const HEADERS: Record<string, { description: string; schema: JsonSchema }> = {
  'X-Request-Id': {
    description: 'Names this request in the server’s log; yours, where you sent one.',
    schema: { type: 'string' },
  },
  'Retry-After': { description: 'Seconds after which a new try may succeed.', schema: { type: 'integer', minimum: 1 } },
  'WWW-Authenticate': { description: 'How to sign in.', schema: { type: 'string', const: 'Bearer' } },
}

/** Refers to headers of {@link HEADERS}; every answer has the id of its request. */
export function answerHeaders(...more: string[]): Record<string, OpenApiHeader> {
  return Object.fromEntries(['X-Request-Id', ...more].map((name) => [name, { $ref: `#/components/headers/${name}` }]))
}

/** The headers of refusals with one HTTP status. */
const HEADERS_OF_STATUS: Record<number, string[]> = {
  401: ['WWW-Authenticate'],
  429: ['Retry-After'],
  503: ['Retry-After'],
}

/** Problems that every call may meet. */
export const COMMON: readonly ProblemCode[] = ['host_unknown', 'internal', 'storage_unavailable']
/** Problems that every call with a body may meet. */
export const BODY_PROBLEMS: readonly ProblemCode[] = [
  'body_not_json',
  'body_not_utf8',
  'body_invalid',
  'body_too_large',
  'media_type_unsupported',
]

/** Describes a JSON body. */
export function requestBody(
  schema: z.ZodType,
  schemas: OpenApiSchemas,
  required = true,
  example?: unknown,
): { required: boolean; content: OpenApiContent } {
  const content = { schema: schemas.input(schema), ...(example !== undefined && { example }) }
  return { required, content: { 'application/json': content } }
}

/** Describes the answers for problems, those of one HTTP status together. */
export function refusals(codes: readonly ProblemCode[]): OpenApiOperation['responses'] {
  const responses: OpenApiOperation['responses'] = {}
  for (const code of new Set(codes)) {
    const { status, title } = PROBLEMS[code]
    const before = responses[status]
    responses[status] = {
      description: `${before === undefined ? '' : `${before.description}\n\n`}\`${code}\` ${title}`,
      headers: answerHeaders(...(HEADERS_OF_STATUS[status] ?? [])),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }
  }
  return responses
}
