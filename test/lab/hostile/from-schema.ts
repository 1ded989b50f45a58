import type { JsonSchema } from '../../../server/http/docs/openapi-schemas.ts'
import type { SeededRandom } from '../../support/seeded-random.ts'

/** Values that mean something to the server, by the name of the field that takes them. */
export type Known = Readonly<Record<string, readonly unknown[]>>

/** What a field may be without its name saying more. */
const TEXTS: readonly string[] = ['宫保鸡丁', 'Mapo tofu', '不要香菜', '🍜', '13800138000', 'a']

/** A value that fits a schema of the OpenAPI document, as far as a schema can say it. Optional fields come and go. */
export function exampleOf(schema: JsonSchema, random: SeededRandom, known: Known, name = ''): unknown {
  const pool = Object.hasOwn(known, name) ? known[name] : undefined
  if (pool !== undefined && pool.length > 0 && random.chance(0.9)) return random.pick(pool)
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return random.pick(schema.enum)
  if (schema.anyOf !== undefined) return exampleOf(random.pick(schema.anyOf), random, known, name)
  const type = Array.isArray(schema.type) ? random.pick(schema.type) : schema.type
  if (type === 'object') return exampleObject(schema, random, known)
  if (type === 'array') {
    const { items = {}, minItems = 0 } = schema
    return Array.from({ length: minItems + random.int(3) }, () => exampleOf(items, random, known))
  }
  if (type === 'integer' || type === 'number') {
    const { minimum = 0, maximum = minimum + 10_000 } = schema
    const span = Math.min(maximum - minimum, 10_000)
    return type === 'integer' ? minimum + random.int(span + 1) : minimum + span * random.next()
  }
  if (type === 'boolean') return random.chance(0.5)
  return random.pick(TEXTS)
}

function exampleObject(schema: JsonSchema, random: SeededRandom, known: Known): Record<string, unknown> {
  const { properties = {}, required = [] } = schema
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([key]) => required.includes(key) || random.chance(0.4))
      .map(([key, part]) => [key, exampleOf(part, random, known, key)]),
  )
}
