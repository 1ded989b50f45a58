import * as z from 'zod'
import type { OpenApiDocument, OpenApiOperation } from '../../../server/http/docs/openapi-parts.ts'
import type { JsonSchema } from '../../../server/http/docs/openapi-schemas.ts'

/** One call as the server itself describes it at `/openapi.json`: what it takes, and everything it may answer. */
export interface Operation {
  /** `POST /v1/orders` */
  name: string
  method: string
  /** With `{name}` for parameters. */
  path: string
  query: { name: string; schema: JsonSchema }[]
  body: JsonSchema | undefined
  idempotent: boolean
  callers: string[]
  /** The status of success, and what is sent with it: JSON by a schema, a file of a type, or nothing. */
  success: { status: number; schema: z.ZodType | undefined; file: string | undefined }
  /** Codes of the problems that are declared for it. */
  problems: ReadonlySet<string>
}

/** Reads the description from a running server. */
export async function readContract(url: string): Promise<Operation[]> {
  const document = (await (await fetch(new URL('/openapi.json', url))).json()) as OpenApiDocument
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => toOperation(document, method.toUpperCase(), path, operation)),
  )
}

function toOperation(document: OpenApiDocument, method: string, path: string, said: OpenApiOperation): Operation {
  const [status = '0', success] = Object.entries(said.responses).find(([code]) => code.startsWith('2')) ?? []
  const reply = success?.content?.['application/json']?.schema
  // Problems stand in the text of a status, in backquotes.
  const problems = Object.values(said.responses).flatMap(({ description }) => [...description.matchAll(/`(\w+)`/g)])
  return {
    name: `${method} ${path}`,
    method,
    path,
    query: said.parameters.filter((parameter) => parameter.in === 'query'),
    body: said.requestBody?.content['application/json']?.schema,
    idempotent: said.parameters.some(({ name }) => name === 'Idempotency-Key'),
    callers: said.security.flatMap((one) => Object.keys(one)),
    success: {
      status: Number(status),
      schema: reply === undefined ? undefined : parserOf(reply, document),
      file: Object.keys(success?.content ?? {}).find((type) => type !== 'application/json'),
    },
    problems: new Set(problems.map((match) => match[1] ?? '')),
  }
}

/** A reader of the answers that knows nothing but the published description. */
function parserOf(schema: JsonSchema, { components }: OpenApiDocument): z.ZodType {
  const text = JSON.stringify({ ...schema, $defs: components.schemas })
  return z.fromJSONSchema(JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')))
}
