import type { CallerKind } from '../../../server/http/routing/caller.ts'
import type { Route } from '../../../server/http/routing/route.ts'
import type { RawRequest } from './raw-request.ts'
import type { RouteRow } from './route-row.ts'
import { ROUTE_ROWS } from './route-rows.ts'
import type { World } from './world.ts'

/** A route together with the request that it takes and the ways to make that request wrong. */
export interface Door {
  /** `POST /v1/orders` */
  name: string
  route: Route
  row: RouteRow
  good: RawRequest
}

/** Every route of the server, in the order of the rows. `doors.test.ts` fails for a route without a row. */
export function doorsOf(world: World): Door[] {
  return Object.entries(ROUTE_ROWS).flatMap(([name, row]) => {
    const route = world.routes.find((route) => nameOf(route) === name)
    return route === undefined ? [] : [{ name, route, row, good: requestFor(route, row.good(world)) }]
  })
}

export function nameOf({ method, path }: Pick<Route, 'method' | 'path'>): string {
  return `${method.toUpperCase()} ${path}`
}

/** The request as a well-behaved client sends it. */
export function requestFor(route: Route, { path, as, body }: ReturnType<RouteRow['good']>): RawRequest {
  const headers = { ...bearer(as), ...(body !== undefined && { 'content-type': 'application/json' }) }
  return {
    method: route.method.toUpperCase(),
    path,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }
}

/** The header of a key or token; none for an empty one. */
export function bearer(token: string): Record<string, string> {
  return token === '' ? {} : { authorization: `Bearer ${token}` }
}

/** The same request with other headers; `undefined` leaves one out. */
export function withHeaders(request: RawRequest, headers: Record<string, string | string[] | undefined>): RawRequest {
  const all = Object.entries({ ...request.headers, ...headers }).filter(([, value]) => value !== undefined)
  return { ...request, headers: Object.fromEntries(all) }
}

/** The address of a route about something else: `{id}` is `id`, as it stands on the wire. */
export function pathFor(route: Route, id: string): string {
  return route.path.replace('{id}', id)
}

/** A valid credential of each kind of caller. */
export function tokenOf({ api, device, keys }: World, kind: CallerKind): string {
  const { reader, connector } = keys
  const known = { read_only: reader.key, connector: connector.key, device: device.token }
  return { ordering: api.orderingKey, operator: api.operatorKey, ...known }[kind]
}
