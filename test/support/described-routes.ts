import { allRoutes } from '../../server/http/app.ts'
import type { Route } from '../../server/http/routing/route.ts'

/** Lists the routes as they describe themselves; only their handlers would need a server. */
export function describedRoutes(): Route[] {
  const gateway = { isConnected: () => false, revoke() {}, greetAgain() {}, tellStruck() {} }
  return allRoutes({} as never, gateway, {} as never, undefined, { waiters: {}, webhooks: {} } as never)
}
