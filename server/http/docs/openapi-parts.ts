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

/** The schema of a body, by media type. */
export type OpenApiContent = Record<string, { schema: JsonSchema }>

export interface OpenApiOperation {
  tags: string[]
  summary: string
  operationId: string
  security: Record<string, string[]>[]
  parameters: OpenApiParameter[]
  requestBody?: { required: boolean; content: OpenApiContent }
  /** By HTTP status. */
  responses: Record<string, { description: string; content?: OpenApiContent }>
}

export interface OpenApiDocument {
  openapi: '3.1.0'
  info: { title: string; version: string; description: string }
  /** By path and method. */
  paths: Record<string, Record<string, OpenApiOperation>>
  components: {
    securitySchemes: Record<string, { description: string } & Record<string, string>>
    schemas: Record<string, JsonSchema>
  }
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

/** Makes the name of an operation, as a generated client may use it: `postNotifyStandardWebhooks`. */
export function operationId(method: string, path: string): string {
  return `${method}${path.replace(/[^a-z0-9]+(.)?/gi, (_all, letter: string = '') => letter.toUpperCase())}`
}

/** Describes a JSON body. */
export function requestBody(
  schema: z.ZodType,
  schemas: OpenApiSchemas,
  required = true,
): { required: boolean; content: OpenApiContent } {
  return { required, content: { 'application/json': { schema: schemas.input(schema) } } }
}

/** Describes the answers for problems, those of one HTTP status together. */
export function refusals(codes: readonly ProblemCode[]): OpenApiOperation['responses'] {
  const responses: OpenApiOperation['responses'] = {}
  for (const code of new Set(codes)) {
    const { status, title } = PROBLEMS[code]
    const before = responses[status]
    responses[status] = {
      description: `${before === undefined ? '' : `${before.description}\n\n`}\`${code}\` ${title}`,
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }
  }
  return responses
}
