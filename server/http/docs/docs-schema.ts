import { anchor, escapeHtml, sentence } from './docs-html.ts'
import type { JsonSchema } from './openapi-schemas.ts'

/** Makes HTML of a schema for people: the type in a few words, and below it the fields, nested, if there are any. */
export function schemaHtml(schema: JsonSchema): string {
  if (schema.oneOf !== undefined) return schema.oneOf.map(schemaHtml).join(' or ')
  return `<span class="type">${typeHtml(schema)}</span>${fieldsHtml(fieldsOf(schema))}`
}

/** Finds the object whose fields are to be shown: the schema itself, a list's items, or the part that is not null. */
function fieldsOf(schema: JsonSchema): JsonSchema | undefined {
  if (schema.properties !== undefined) return schema
  if (schema.items !== undefined) return fieldsOf(schema.items)
  return schema.anyOf?.map(fieldsOf).find((part) => part !== undefined)
}

function fieldsHtml(object: JsonSchema | undefined): string {
  if (object?.properties === undefined) return ''
  const fields = Object.entries(object.properties).map(([name, schema]) => {
    const optional = object.required?.includes(name) ? '' : ' <span class="optional">optional</span>'
    const words = schema.description === undefined ? '' : ` ${sentence(schema.description)}`
    const html = schemaHtml(schema).replace('</span>', () => `</span>${optional}${words}`)
    return `<li><code>${escapeHtml(name)}</code> ${html}</li>`
  })
  return `<ul class="fields">${fields.join('')}</ul>`
}

function typeHtml(schema: JsonSchema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)
    return `<a href="#${anchor('data', name)}">${escapeHtml(name)}</a>`
  }
  const limits = limitsOf(schema)
  return `${kindHtml(schema)}${limits.length === 0 ? '' : `, ${limits.map(escapeHtml).join(', ')}`}`
}

function kindHtml({ anyOf, enum: words, const: word, items, type }: JsonSchema): string {
  if (anyOf !== undefined) return unique(anyOf.map(typeHtml)).join(' or ')
  if (words !== undefined) return words.map(value).join(' or ')
  if (word !== undefined) return value(word)
  if (items !== undefined) return `list of ${typeHtml(items)}`
  if (type === undefined) return 'anything'
  return [type].flat().map(escapeHtml).join(' or ')
}

function limitsOf(schema: JsonSchema): string[] {
  return [
    ...range(schema.minLength, schema.maxLength, 'characters'),
    ...range(schema.minItems, schema.maxItems, 'entries'),
    ...range(schema.minimum, schema.maximum, ''),
    // A format's pattern is long and says what its name says.
    ...(schema.format === undefined
      ? schema.pattern === undefined
        ? []
        : [`matches ${schema.pattern}`]
      : [schema.format]),
    ...(schema.default === undefined ? [] : [`default ${JSON.stringify(schema.default)}`]),
  ]
}

function range(min: number | undefined, max: number | undefined, unit: string): string[] {
  if (min === undefined && max === undefined) return []
  const bounds = min === undefined ? `up to ${max}` : max === undefined ? `${min} or more` : `${min} to ${max}`
  return [unit === '' ? bounds : `${bounds} ${unit}`]
}

const value = (given: unknown) => `<code>${escapeHtml(JSON.stringify(given))}</code>`
const unique = (texts: string[]) => [...new Set(texts)]
