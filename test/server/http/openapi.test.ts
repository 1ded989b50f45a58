import { describe, expect, it } from 'vitest'
import { EXAMPLES } from '../../../server/http/docs/examples.ts'
import { openApiDocument } from '../../../server/http/docs/openapi.ts'
import type { OpenApiOperation } from '../../../server/http/docs/openapi-parts.ts'
import { ALL_PROVIDERS } from '../../../server/payments/all-providers.ts'
import type { ProviderModule } from '../../../server/payments/providers/port.ts'
import { ORDER_STATUS, PAY_STATUS } from '../../../shared/order.ts'
import { PROBLEMS } from '../../../shared/problem.ts'
import { describedRoutes } from '../../support/described-routes.ts'
import { startTestServer } from '../../support/test-server.ts'
import { nameOf } from './doors.ts'
import { ROUTE_ROWS } from './route-rows.ts'
import { createWorld } from './world.ts'

const routes = describedRoutes()
const document = openApiDocument(routes)

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]): [string, OpenApiOperation] => [
    `${method.toUpperCase()} ${path}`,
    operation,
  ]),
)

/** Every value in the document, with the keys that lead to it. */
function* walk(value: unknown, path: string[] = []): Generator<[string[], Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return
  yield [path, value as Record<string, unknown>]
  for (const [key, part] of Object.entries(value)) yield* walk(part, [...path, key])
}

function resolve(reference: string): unknown {
  expect(reference).toMatch(/^#\//)
  return reference
    .slice(2)
    .split('/')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document)
}

describe('the OpenAPI document', () => {
  it('is served, as JSON, to everybody', async () => {
    const { api } = await startTestServer()
    const reply = await api.call('GET', '/openapi.json')
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(reply.body).toEqual(JSON.parse(JSON.stringify(document)))
  })

  it('has what OpenAPI 3.1 requires', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/)
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) })
    for (const path of Object.keys(document.paths)) expect(path).toMatch(/^\//)
    for (const [name, { responses, parameters, requestBody }] of operations) {
      expect(Object.keys(responses).length, name).toBeGreaterThan(0)
      for (const [status, { description, content }] of Object.entries(responses)) {
        expect(status, name).toMatch(/^[1-5]\d\d$/)
        expect(description, name).not.toBe('')
        expect(
          Object.values(content ?? {}).every(({ schema }) => typeof schema === 'object'),
          name,
        ).toBe(true)
      }
      for (const { in: where, schema } of parameters) {
        expect(['path', 'query', 'header'], name).toContain(where)
        expect(schema, name).toBeTypeOf('object')
      }
      if (requestBody !== undefined) expect(Object.keys(requestBody.content), name).toEqual(['application/json'])
    }
  })

  it('describes every route of the server, each callback that the server prescribes, its doors and its services', () => {
    const callbacks = ALL_PROVIDERS.filter((provider: ProviderModule) => provider.callbackDoc !== undefined).map(
      ({ name }) => `POST /notify/${name}`,
    )
    expect(callbacks.length).toBeGreaterThan(0)
    const doors = ['POST /connect/{kind}/{id}', 'POST /connect/{kind}/{id}/{secret}']
    const services = ['/healthz', '/readyz', '/metrics', '/problems/{code}'].map((path) => `GET ${path}`)
    const expected = [...routes.map(nameOf), ...callbacks, ...doors, ...services]
    expect(operations.map(([name]) => name).toSorted()).toEqual(expected.toSorted())
  })

  it('names every operation once, as a program may', () => {
    const ids = operations.map(([, { operationId }]) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z0-9]*$/)
    // Names that people chose, and not those that are made of method and path.
    for (const id of ids) expect(id).not.toMatch(/^(?:get|post|patch|delete)(?:V1|Notify)/)
  })

  it('declares every parameter of a path, once, as required', () => {
    for (const [name, { parameters }] of operations) {
      const inPath = [...name.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
      const declared = parameters.filter((parameter) => parameter.in === 'path')
      expect(
        declared.map((parameter) => parameter.name),
        name,
      ).toEqual(inPath)
      expect(
        declared.every(({ required }) => required),
        name,
      ).toBe(true)
      expect(new Set(parameters.map((parameter) => `${parameter.in} ${parameter.name}`)).size, name).toBe(
        parameters.length,
      )
    }
  })

  it('refers to nothing that is not there, and leaves nothing unused', () => {
    const references = [...walk(document)].flatMap(([, value]) =>
      typeof value['$ref'] === 'string' ? [value['$ref']] : [],
    )
    for (const reference of references) expect(resolve(reference), reference).toBeTypeOf('object')
    for (const name of Object.keys(document.components.schemas))
      expect(references, name).toContain(`#/components/schemas/${name}`)
    for (const [name, { security }] of operations)
      for (const scheme of security.flatMap(Object.keys))
        expect(Object.keys(document.components.securitySchemes), name).toContain(scheme)
  })

  it('holds schemas of JSON Schema 2020-12 only', () => {
    const known = [
      'type',
      'properties',
      'required',
      'items',
      'anyOf',
      'oneOf',
      'enum',
      'const',
      'default',
      'pattern',
      'format',
      '$ref',
      'additionalProperties',
      'description',
      'x-enum-varnames',
    ]
    const limits = ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems']
    const types = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']
    const schemas = [...walk(document)].filter(
      ([path]) =>
        !path.includes('example') && (['schema', 'items'].includes(path.at(-1) ?? '') || path.at(-2) === 'properties'),
    )
    for (const [path, schema] of schemas) {
      expect([...known, ...limits], path.join('.')).toEqual(expect.arrayContaining(Object.keys(schema)))
      for (const type of [schema['type'] ?? []].flat()) expect(types, path.join('.')).toContain(type)
      const required = (schema['required'] ?? []) as string[]
      expect(Object.keys(schema['properties'] ?? {}), path.join('.')).toEqual(expect.arrayContaining(required))
      if (typeof schema['pattern'] === 'string')
        expect(() => new RegExp(schema['pattern'] as string, 'u'), path.join('.')).not.toThrow()
    }
    expect(schemas.length).toBeGreaterThan(100)
  })

  it('names who may call, and every refusal that the tests of the doors know', async () => {
    const world = await createWorld()
    for (const [name, { responses, security }] of operations) {
      const codes = Object.values(responses).flatMap(({ description }) =>
        [...description.matchAll(/`(\w+)`/g)].map((match) => match[1]),
      )
      for (const code of codes) expect(Object.keys(PROBLEMS), name).toContain(code)
      const row = ROUTE_ROWS[name]
      const route = routes.find((candidate) => nameOf(candidate) === name)
      if (row === undefined || route === undefined) continue
      expect(security.flatMap(Object.keys), name).toEqual(route.callers)
      const refusals = [
        ...(row.missing === undefined ? [] : [row.missing]),
        ...(row.wrong === undefined ? [] : ['body_invalid']),
        ...Object.keys(row.queries ?? {}),
        ...(row.illegal?.(world) ?? []).map(([, , code]) => code),
      ]
      expect(codes, name).toEqual(expect.arrayContaining(refusals))
    }
  })

  it('says where the server is, under which licence, and what each group of calls is about', () => {
    expect(document.servers).toEqual([{ url: '.', description: expect.any(String) }])
    expect(openApiDocument(routes, 'https://example.com/bell/').servers?.[0]?.url).toBe('https://example.com/bell')
    expect(document.info.license).toEqual({ name: 'MIT', identifier: 'MIT' })
    const used = new Set(operations.flatMap(([, { tags }]) => tags))
    expect((document.tags ?? []).map(({ name }) => name).toSorted()).toEqual([...used].toSorted())
    for (const { name, description } of document.tags ?? []) expect(description, name).toMatch(/\.$/)
  })

  it('names the headers of its answers, and every parameter in words', () => {
    for (const [name, { responses, parameters }] of operations) {
      for (const { name: parameter, description } of parameters)
        expect(description, `${name} ${parameter}`).toMatch(/\w/)
      for (const [status, { headers = {} }] of Object.entries(responses)) {
        expect(Object.keys(headers), name).toContain('X-Request-Id')
        const more = { 401: 'WWW-Authenticate', 429: 'Retry-After' }[status]
        if (more !== undefined) expect(Object.keys(headers), `${name} ${status}`).toContain(more)
      }
    }
  })

  it('names the numbers that mean something', () => {
    expect(document.components.schemas['Order']?.properties).toMatchObject({
      status: { type: 'integer', enum: [1, 2, 3, 4, 5, 6], 'x-enum-varnames': Object.keys(ORDER_STATUS) },
      payStatus: { type: 'integer', enum: [0, 1, 2], 'x-enum-varnames': Object.keys(PAY_STATUS) },
      createdAt: { description: 'Milliseconds since 1970.' },
      amountMinor: { description: expect.stringContaining('Minor units') },
    })
  })

  it('has examples that the calls themselves would take, each of a call that there is', () => {
    const left = new Set(Object.keys(EXAMPLES))
    for (const [name, { operationId, requestBody }] of operations) {
      const example = requestBody?.content['application/json']?.example
      if (example === undefined) continue
      const route = routes.find((candidate) => nameOf(candidate) === name)
      expect(route?.body?.safeParse(example), name).toMatchObject({ success: true })
      left.delete(operationId)
    }
    expect([...left]).toEqual([])
  })
})
