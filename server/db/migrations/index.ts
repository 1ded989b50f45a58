import type { Knex } from 'knex'
import * as road from './0001-road.ts'
import * as money from './0002-money.ts'
import * as time from './0003-time.ts'
import * as missed from './0004-missed.ts'
import * as returned from './0005-returned.ts'
import * as lean from './0006-lean.ts'
import * as nodes from './0007-nodes.ts'
import * as attention from './0008-attention.ts'
import * as devices from './0009-devices.ts'
import * as struck from './0010-struck.ts'
import * as away from './0011-away.ts'
import * as visits from './0012-visits.ts'
import * as notedRefunds from './0013-noted-refunds.ts'
import * as events from './0014-events.ts'
import * as keys from './0015-keys.ts'
import * as intake from './0016-intake.ts'
import * as connectors from './0017-connectors.ts'
import * as facts from './0018-facts.ts'
import * as adminSessions from './0022-admin-sessions.ts'

/** One change of the schema. */
export interface Migration {
  name: string
  up(knex: Knex): Promise<void>
  down(knex: Knex): Promise<void>
}

/** Every migration, oldest first. A published one is never changed; a later one mends it. */
const MIGRATIONS: readonly Migration[] = [
  { name: '0001-road', up: road.up, down: road.down },
  { name: '0002-money', up: money.up, down: money.down },
  { name: '0003-time', up: time.up, down: time.down },
  { name: '0004-missed', up: missed.up, down: missed.down },
  { name: '0005-returned', up: returned.up, down: returned.down },
  { name: '0006-lean', up: lean.up, down: lean.down },
  { name: '0007-nodes', up: nodes.up, down: nodes.down },
  { name: '0008-attention', up: attention.up, down: attention.down },
  { name: '0009-devices', up: devices.up, down: devices.down },
  { name: '0010-struck', up: struck.up, down: struck.down },
  { name: '0011-away', up: away.up, down: away.down },
  { name: '0012-visits', up: visits.up, down: visits.down },
  { name: '0013-noted-refunds', up: notedRefunds.up, down: notedRefunds.down },
  { name: '0014-events', up: events.up, down: events.down },
  { name: '0015-keys', up: keys.up, down: keys.down },
  { name: '0016-intake', up: intake.up, down: intake.down },
  { name: '0017-connectors', up: connectors.up, down: connectors.down },
  { name: '0018-facts', up: facts.up, down: facts.down },
  { name: '0022-admin-sessions', up: adminSessions.up, down: adminSessions.down },
]

/**
 * Lists the migrations for knex, with those of one engine behind them. They are imports rather than files found on disk,
 * so that a bundled server carries them along.
 */
export function createMigrationSource(ofEngine: readonly Migration[]): Knex.MigrationSource<Migration> {
  return {
    getMigrations: async () => [...MIGRATIONS, ...ofEngine],
    getMigrationName: (migration) => migration.name,
    getMigration: async (migration) => migration,
  }
}

/** The migrations that every engine has. */
export const migrationSource = createMigrationSource([])
