import type { WebhookEndpoint } from '../../shared/api/webhook-endpoints.ts'

/** An endpoint as the database has it. Times are milliseconds; `types` and `secrets` are JSON. */
export interface EndpointRow {
  id: string
  store_id: string | null
  url: string
  types: string | null
  secrets: string
  state: WebhookEndpoint['state']
  created_at: number
  failed_at: number | null
  code: string | null
  removed_at: number | null
}

/** A key that signs the calls of an endpoint, `expiresAt` until then; absent: for good. Milliseconds. */
export interface EndpointSecret {
  secret: string
  createdAt: number
  expiresAt: number | null
}

/** Reads the keys of an endpoint that sign at `now`, milliseconds, the latest first. */
export function secretsOf({ secrets }: Pick<EndpointRow, 'secrets'>, now: number): EndpointSecret[] {
  return (JSON.parse(secrets) as EndpointSecret[]).filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
}
