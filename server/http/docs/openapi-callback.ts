import { standardWebhookSchema } from '../../../shared/api/payments.ts'
import { BODY_PROBLEMS, COMMON, type OpenApiOperation, refusals, requestBody } from './openapi-parts.ts'
import type { OpenApiSchemas } from './openapi-schemas.ts'

/** `POST /notify/standard-webhooks`, which is mounted by hand: its raw bytes are signed. */
export function callbackOperation(schemas: OpenApiSchemas): OpenApiOperation {
  const header = (name: string, description: string) =>
    ({ name, in: 'header', required: true, description, schema: { type: 'string' } }) as const
  return {
    tags: ['Callbacks'],
    summary: 'A payment has succeeded. Signed as Standard Webhooks prescribes. Notices of another `type` are ignored.',
    operationId: 'postNotifyStandardWebhooks',
    security: [{ signature: [] }],
    parameters: [
      header('webhook-id', 'Of this notice.'),
      header('webhook-timestamp', 'Seconds since 1970, five minutes from now at most.'),
      header('webhook-signature', '`v1,` and the HMAC-SHA256 of `id.timestamp.body`, base64; several may stand there.'),
    ],
    requestBody: requestBody(standardWebhookSchema, schemas),
    responses: {
      204: { description: 'Recorded, now or before.' },
      ...refusals([
        ...(['signature_missing', 'signature_invalid', 'timestamp_skew', 'payment_conflict'] as const),
        ...BODY_PROBLEMS,
        'still_working',
        ...COMMON,
      ]),
    },
  }
}
