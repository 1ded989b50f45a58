import { ALL_CONNECTORS } from '../../connectors/all-connectors.ts'
import {
  answerHeaders,
  COMMON,
  type OpenApiDocument,
  type OpenApiOperation,
  type OpenApiParameter,
  refusals,
} from './openapi-parts.ts'
import type { JsonSchema } from './openapi-schemas.ts'

/**
 * Describes the addresses that are no routes of route.ts: health, metrics, the pages of refusals, and the doors of shop
 * platforms, whose raw bytes are signed.
 */
export function describeServices(): OpenApiDocument['paths'] {
  return {
    '/healthz': {
      get: asks('checkHealth', 'Whether the process answers.', { 200: json('It does.', state(['ok'])) }),
    },
    '/readyz': {
      get: asks('checkReadiness', 'Whether the server can do its work, a write to the disk included.', {
        200: json('Ready.', state(['ready'])),
        503: json('Not ready, and why.', {
          type: 'object',
          properties: { status: { type: 'string', const: 'unavailable' }, fault: { type: 'string' } },
          required: ['status', 'fault'],
        }),
      }),
    },
    '/metrics': {
      get: {
        ...asks('readMetrics', 'Metrics in the format of Prometheus, for the operator’s key or a reader’s.', {
          200: file('Every metric.', 'text/plain; version=0.0.4; charset=utf-8'),
          ...refusals(['unauthenticated', 'forbidden', ...COMMON]),
        }),
        security: [{ operator: [] }, { read_only: [] }],
      },
    },
    '/problems/{code}': {
      get: {
        ...asks('explainProblem', 'A page for people about one refusal: what has happened, and what to do.', {
          200: file('The page, in the language that Accept-Language asks for.', 'text/html; charset=utf-8'),
          ...refusals(['route_unknown', ...COMMON]),
        }),
        parameters: [inPath('code', 'The `code` of a problem.', { type: 'string' })],
      },
    },
    '/connect/{kind}/{id}': { post: door('receiveFromPlatform', 'A shop platform tells of an order, signed.', []) },
    '/connect/{kind}/{id}/{secret}': {
      post: door('receiveFromPlatformBySecret', 'The same for platforms that cannot sign: the address has a secret.', [
        inPath('secret', 'The secret of the connector.', { type: 'string' }),
      ]),
    },
  }
}

function asks(operationId: string, summary: string, responses: OpenApiOperation['responses']): OpenApiOperation {
  return { tags: ['Operation'], summary, operationId, security: [], parameters: [], responses }
}

function door(operationId: string, summary: string, more: OpenApiParameter[]): OpenApiOperation {
  const kinds = ALL_CONNECTORS.map(({ kind }) => kind)
  const taken = [...new Set<number>(ALL_CONNECTORS.map(({ acknowledged }) => acknowledged))]
  return {
    tags: ['Callbacks'],
    summary,
    description: 'The body is as the platform writes it, up to 1 MiB; its bytes are what is signed.',
    operationId,
    security: [],
    parameters: [
      inPath('kind', 'The platform.', { type: 'string', enum: kinds }),
      inPath('id', 'The id of the connector.', { type: 'string', maxLength: 64 }),
      ...more,
    ],
    requestBody: { required: true, content: { 'application/json': { schema: {} } } },
    responses: {
      ...Object.fromEntries(taken.map((status) => [status, { description: 'On disk.', headers: answerHeaders() }])),
      ...refusals([
        ...(['connector_unknown', 'media_type_unsupported', 'body_too_large', 'body_not_json'] as const),
        ...(['signature_missing', 'signature_invalid', 'connector_body_unfit', 'internal'] as const),
        'storage_unavailable',
      ]),
    },
  }
}

function inPath(name: string, description: string, schema: JsonSchema): OpenApiParameter {
  return { name, in: 'path', required: true, description, schema }
}

function state(words: string[]): JsonSchema {
  return { type: 'object', properties: { status: { type: 'string', enum: words } }, required: ['status'] }
}

function json(description: string, schema: JsonSchema): OpenApiOperation['responses'][string] {
  return { description, headers: answerHeaders(), content: { 'application/json': { schema } } }
}

function file(description: string, type: string): OpenApiOperation['responses'][string] {
  return { description, headers: answerHeaders(), content: { [type]: { schema: { type: 'string' } } } }
}
