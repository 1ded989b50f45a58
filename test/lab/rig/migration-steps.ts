import type { Knex } from 'knex'

/** Makes every change of a migration to the schema a step: `before createTable orders`, `after createTable orders`. */
export async function countMigrationSteps<M extends { up(knex: Knex): Promise<void> }>(
  source: Knex.MigrationSource<M>,
  step: (name: string) => void,
): Promise<void> {
  const migrations = await source.getMigrations([])
  source.getMigrations = async () =>
    migrations.map((migration) => ({ ...migration, up: (knex: Knex) => migration.up(counting(knex, step)) }))
}

function counting(knex: Knex, step: (name: string) => void): Knex {
  return new Proxy(knex, {
    get: (target, key) => (key === 'schema' ? countingSchema(target.schema, step) : Reflect.get(target, key)),
  })
}

function countingSchema(schema: Knex.SchemaBuilder, step: (name: string) => void): Knex.SchemaBuilder {
  return new Proxy(schema, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key)
      if (typeof member !== 'function') return member
      return async (...args: unknown[]) => {
        const name = `${String(key)} ${String(args[0]).slice(0, 40)}`
        step(`before ${name}`)
        await member.apply(target, args)
        step(`after ${name}`)
      }
    },
  })
}
