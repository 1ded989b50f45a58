import type { OpenApiDocument, OpenApiOperation } from '../../server/http/docs/openapi-parts.ts'
import type { JsonSchema } from '../../server/http/docs/openapi-schemas.ts'

/**
 * Writes a client in TypeScript of an OpenAPI document, as generators do: a type for each component, and for each call, by its
 * operationId, what it takes and answers. Throws an Error at a schema that cannot be written down.
 */
export function writeClient(document: OpenApiDocument): string {
  const components = Object.entries(document.components.schemas).map(([name, schema]) => {
    return `export type ${name} = ${typeOf(schema)}`
  })
  const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => callOf(method, path, operation)),
  )
  const table = calls.map(({ id, method, path }) => `  ${id}: { method: '${method}', path: ${quote(path)} },`)
  return `${components.join('\n')}
export interface Calls {
${calls.map(({ id, takes, answers }) => `  ${id}: { takes: ${takes}; answers: ${answers} }`).join('\n')}
}
export const PLACES: { [Name in keyof Calls]: { method: string; path: string } } = {
${table.join('\n')}
}
export type Send = <Name extends keyof Calls>(name: Name, input: Calls[Name]['takes']) => Promise<Calls[Name]['answers']>
`
}

function callOf(method: string, path: string, { operationId, parameters, requestBody, responses }: OpenApiOperation) {
  const part = (where: string) => {
    const own = parameters.filter((parameter) => parameter.in === where)
    const properties = Object.fromEntries(own.map(({ name, schema }) => [name, schema]))
    const required = own.filter((parameter) => parameter.required).map(({ name }) => name)
    return { properties, required }
  }
  const parts = ['path', 'query', 'header'].map((where) => {
    const { properties, required } = part(where)
    return `${where}${required.length === 0 ? '?' : ''}: ${typeOf({ type: 'object', properties, required })}`
  })
  const body = requestBody?.content['application/json']?.schema
  if (body !== undefined) parts.push(`body${requestBody?.required === true ? '' : '?'}: ${typeOf(body)}`)
  const [success] = Object.entries(responses).filter(([status]) => status.startsWith('2'))
  const [answer] = Object.values(success?.[1].content ?? {})
  const answers =
    answer === undefined ? 'undefined' : answer.schema.format === 'binary' ? 'Blob' : typeOf(answer.schema)
  return { id: operationId, method, path, takes: `{ ${parts.join('; ')} }`, answers }
}

function typeOf(schema: JsonSchema): string {
  const { $ref, anyOf, oneOf, type, items, properties, additionalProperties } = schema
  if ($ref !== undefined) return $ref.slice($ref.lastIndexOf('/') + 1)
  const choice = anyOf ?? oneOf
  if (choice !== undefined) return choice.map(typeOf).join(' | ')
  if (schema.enum !== undefined) return schema.enum.map(quote).join(' | ')
  if (schema.const !== undefined) return quote(schema.const)
  if (Array.isArray(type)) return type.map((one) => typeOf({ ...schema, type: one })).join(' | ')
  if (type === 'array') return `(${items === undefined ? 'unknown' : typeOf(items)})[]`
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'string' || type === 'boolean' || type === 'null') return type
  if (type === undefined) return 'unknown'
  if (type !== 'object') throw new Error(`a client has no type for ${JSON.stringify(schema)}`)
  if (properties === undefined)
    return `Record<string, ${additionalProperties ? typeOf(additionalProperties) : 'unknown'}>`
  const fields = Object.entries(properties).map(([name, field]) => {
    return `${quote(name)}${schema.required?.includes(name) === true ? '' : '?'}: ${typeOf(field)}`
  })
  return `{ ${fields.join('; ')} }`
}

const quote = (value: unknown) => JSON.stringify(value)
