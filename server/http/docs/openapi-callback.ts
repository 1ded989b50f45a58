import { ALL_PROVIDERS } from '../../payments/all-providers.ts'
import type { CallbackDoc, ProviderModule } from '../../payments/providers/port.ts'
import {
  answerHeaders,
  BODY_PROBLEMS,
  COMMON,
  type OpenApiDocument,
  type OpenApiOperation,
  refusals,
  requestBody,
} from './openapi-parts.ts'
import type { OpenApiSchemas } from './openapi-schemas.ts'
import { operationId } from './operation-ids.ts'

/**
 * Describes the callbacks whose form this server prescribes; the others are described by their providers. Callbacks are
 * no routes of route.ts, because their raw bytes are signed.
 */
export function describeCallbacks(schemas: OpenApiSchemas): {
  paths: OpenApiDocument['paths']
  securitySchemes: OpenApiDocument['components']['securitySchemes']
} {
  const described = ALL_PROVIDERS.flatMap(({ name, callbackDoc: doc }: ProviderModule) =>
    doc === undefined ? [] : [{ path: `/notify/${name}`, doc }],
  )
  return {
    paths: Object.fromEntries(described.map(({ path, doc }) => [path, { post: operation(path, doc, schemas) }])),
    securitySchemes: Object.fromEntries(
      described.map(({ doc: { signature } }) => [
        signature.scheme,
        { type: 'apiKey', in: 'header', name: signature.header, description: signature.description },
      ]),
    ),
  }
}

function operation(path: string, doc: CallbackDoc, schemas: OpenApiSchemas): OpenApiOperation {
  return {
    tags: ['Callbacks'],
    summary: doc.summary,
    operationId: operationId('take', path),
    security: [{ [doc.signature.scheme]: [] }],
    parameters: Object.entries(doc.headers).map(([name, description]) => ({
      name,
      in: 'header',
      required: true,
      description,
      schema: { type: 'string' },
    })),
    requestBody: requestBody(doc.body, schemas),
    responses: {
      [doc.acknowledged]: { description: 'Recorded, now or before.', headers: answerHeaders() },
      ...refusals([
        ...(['signature_missing', 'signature_invalid', 'timestamp_skew', 'payment_conflict'] as const),
        ...BODY_PROBLEMS,
        'still_working',
        ...COMMON,
      ]),
    },
  }
}
