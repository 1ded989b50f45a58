import { createHash } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import * as z from 'zod'
import type { AuditAction } from '../../../shared/api/audit.ts'
import type { ProblemCode } from '../../../shared/problem.ts'
import type { Context } from '../../context/context.ts'
import type { Tx } from '../../db/database.ts'
import { appError } from '../../lib/app-error.ts'
import { type Audit, createAudit } from './audited.ts'
import { type Caller, type CallerKind, requireCaller } from './caller.ts'
import { hideCustomers, refuseSearchForCustomers } from './hide-customers.ts'
import { writeOnce, writeOnceAfter } from './idempotency.ts'
import { keepToOwnStores } from './own-stores.ts'

export type Method = 'get' | 'post' | 'patch' | 'delete'

/** A call as its handler gets it: everything parsed, the caller identified and admitted. */
export interface Call<Params, Query, Body> {
  params: Params
  query: Query
  body: Body
  caller: Caller
  /** Runs a command in the writer; with an `Idempotency-Key`, once per key. An administrative act is audited in it. */
  write<T>(command: (tx: Tx) => Promise<T>): Promise<T>
  /** Runs a step outside of the database, then a command; a repeated key leaves the step out. */
  writeAfter<S, T>(step: () => Promise<S>, command: (tx: Tx, result: S) => Promise<T>): Promise<T>
  /** Writes the route's administrative act down, for a transaction that is not of `write`. */
  audit: Audit
}

/**
 * One call of the REST interface, described once: for the router, the OpenAPI document, the docs page, and the tests
 * that send malformed requests to every route.
 */
export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> {
  method: Method
  /** With `{name}` for parameters, as in OpenAPI. */
  path: string
  tag: string
  summary: string
  /** Empty: no credential needed. A reader's key may whatever the operator may that only reads; {@link route} adds it. */
  callers: readonly CallerKind[]
  /** The administrative act that it is, if it is one: each leaves a row in the audit. */
  audit?: AuditAction
  /** Whether `handle` keeps a key to the stores that it is bound to, where neither path nor `storeId` names one. */
  ownStores?: boolean
  params?: Params
  query?: Query
  body?: Body
  /** Whether the body may be left out: nothing of it is needed. */
  bodyOptional?: true
  /** `schema` is absent with 204, and with a `type`: then the answer is a file of that type, which `handle` returns. */
  reply: { status: 200 | 201 | 204; schema?: Reply; type?: 'audio/wav' }
  /** The refusals of its own; those of every call come by themselves. */
  problems: readonly ProblemCode[]
  /** Takes an `Idempotency-Key`. */
  idempotent?: boolean
  handle(call: Call<z.output<Params>, z.output<Query>, z.output<Body>>): Promise<z.output<Reply> | undefined>
}

/**
 * Returns `spec` as a {@link Route}, so that `handle` is checked against the types of its schemas. What the operator may
 * and only reads, a reader's key may as well.
 */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  spec: Route<P, Q, B, R>,
): Route {
  const reads = spec.method === 'get' && spec.callers.includes('operator')
  return { ...spec, callers: reads ? [...spec.callers, 'read_only'] : spec.callers } as unknown as Route
}

const idempotencyKeySchema = z.string().regex(/^[\x21-\x7e]{1,255}$/)

/** Makes the middleware that refuses a caller who may not use the route, before the body is read. */
export function admitCaller(spec: Route): RequestHandler {
  return (_request, response, next) => {
    requireCaller(response.locals['caller'], spec.callers)
    next()
  }
}

/** Makes the Express handler of a route, for use behind {@link admitCaller} and the body parser. */
export function routeHandler(ctx: Context, spec: Route): RequestHandler {
  return async (request: Request, response: Response) => {
    const caller: Caller = response.locals['caller']
    refuseSearchForCustomers(caller, request.query)
    const params = parse(spec.params, request.params, 'query_invalid')
    const asked = parse(spec.query, request.query, 'query_invalid')
    const body = parse(spec.body, request.body ?? {}, 'body_invalid')
    const query = await keepToOwnStores(ctx.db.read, spec, caller, { params, query: asked, body })
    const audit: Audit =
      spec.audit === undefined ? async () => {} : createAudit(ctx, spec.audit, caller, request, { params, body })
    /** Carries a command out and writes it down, in one transaction. */
    const audited = async <T>(tx: Tx, done: Promise<T>): Promise<T> => {
      const value = await done
      await audit(tx, value)
      return value
    }
    const key = spec.idempotent ? idempotencyKey(request) : undefined
    const once =
      key === undefined
        ? undefined
        : { scope: scopeOf(caller), key, request: JSON.stringify([spec.method, request.path, body]) }
    const reply = await spec.handle({
      params,
      query,
      body,
      caller,
      write: (command) => writeOnce(ctx, once, (tx) => audited(tx, command(tx))),
      writeAfter: (step, command) => writeOnceAfter(ctx, once, step, (tx, result) => audited(tx, command(tx, result))),
      audit,
    })
    if (spec.reply.status === 204) response.status(204).end()
    else if (spec.reply.type !== undefined) response.status(spec.reply.status).type(spec.reply.type).send(reply)
    else response.status(spec.reply.status).json(hideCustomers(caller, reply))
  }
}

/** The most faults of one request that are told, and the longest path of one: a sender chooses both. */
const MOST_FAULTS = 20
const LONGEST_PATH = 200
/** The names that are repeated to the sender: what is longer, or no name, may be a secret or a customer's text. */
const FIELD_NAME = /^[A-Za-z][A-Za-z0-9_]{0,31}$/

function parse(schema: z.ZodType | undefined, value: unknown, code: 'query_invalid' | 'body_invalid'): unknown {
  if (schema === undefined) return undefined
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw appError(code, { faults: result.error.issues.flatMap(faultsOf).slice(0, MOST_FAULTS) })
}

/** Says where an issue is, and what it is; each field that is unknown by its own name. */
export function faultsOf(issue: z.core.$ZodIssue): { path: string; message: string }[] {
  const at = (path: readonly PropertyKey[]) => path.join('.').slice(0, LONGEST_PATH)
  if (issue.code !== 'unrecognized_keys') return [{ path: at(issue.path), message: issue.message }]
  return issue.keys
    .slice(0, MOST_FAULTS)
    .map((key) => ({ path: at(FIELD_NAME.test(key) ? [...issue.path, key] : issue.path), message: 'Unknown field' }))
}

function idempotencyKey(request: Request): string | undefined {
  const given = request.get('idempotency-key')
  if (given === undefined) return undefined
  const result = idempotencyKeySchema.safeParse(given)
  if (!result.success)
    throw appError('header_invalid', { detail: 'Idempotency-Key: 1 to 255 visible ASCII characters.' })
  return result.data
}

/**
 * Names the owner of idempotency keys. All API keys of a role that are bound to the same stores are one owner: a changed API
 * key must not repeat an order, and none may get the answer of another store (I12).
 */
function scopeOf(caller: Caller): string {
  if (caller.kind === 'device') return caller.id
  if (caller.kind === 'anyone' || caller.stores === undefined) return caller.kind
  return `${caller.kind} ${createHash('sha256').update(caller.stores.join()).digest('hex').slice(0, 40)}`
}
