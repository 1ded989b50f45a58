import type { Connector } from '../../shared/api/connectors.ts'
import { findConnectorModule } from './all-connectors.ts'
import { type ConnectorSecret, takenSecrets } from './secrets.ts'

/** A connector as the database has it. Times are milliseconds; `settings` and `secrets` are JSON. */
export interface ConnectorRow {
  id: string
  store_id: string
  kind: string
  name: string
  settings: string
  secrets: string
  api: string | null
  created_at: number
  last_order_at: number | null
  last_fault: string | null
  last_fault_at: number | null
  told_seq: number
  told_at: number | null
  attempts: number
  next_at: number | null
  failing_since: number | null
  tell_fault: string | null
}

/** Converts a connector’s row to the connector of the REST interface: of its secrets only their times are told. */
export function toConnector(row: ConnectorRow, now: number): Connector {
  return {
    id: row.id,
    storeId: row.store_id,
    kind: row.kind,
    name: row.name,
    path: pathOf(row),
    settings: JSON.parse(row.settings) as Record<string, unknown>,
    secrets: takenSecrets(secretsOf(row), now).map(({ since, until }) => ({ since, until: until ?? null })),
    api: row.api === null ? null : apiOf(row, row.api),
    createdAt: row.created_at,
    lastOrderAt: row.last_order_at,
    lastFault:
      row.last_fault === null || row.last_fault_at === null ? null : { at: row.last_fault_at, why: row.last_fault },
  }
}

/** Reads the secrets of a connector, the newest first. */
export function secretsOf({ secrets }: Pick<ConnectorRow, 'secrets'>): ConnectorSecret[] {
  return JSON.parse(secrets) as ConnectorSecret[]
}

function apiOf({ kind, told_at: toldAt, failing_since: failingSince, tell_fault: fault }: ConnectorRow, api: string) {
  const url = findConnectorModule(kind)?.api?.url(JSON.parse(api))
  return { host: url === undefined ? '' : new URL(url).host, toldAt, failingSince, fault }
}

function pathOf({ kind, id, settings }: ConnectorRow): string {
  const { proof } = JSON.parse(settings) as { proof?: { by?: string } }
  return `/connect/${kind}/${id}${proof?.by === 'path' ? '/{secret}' : ''}`
}
