import * as z from 'zod'
import {
  deviceListSchema,
  deviceSchema,
  pairDeviceSchema,
  pairedDeviceSchema,
  pairingCodeGrantSchema,
} from '../../../shared/api/devices.ts'
import type { Context } from '../../context/context.ts'
import { listDevices, revokeDevice } from '../../devices/devices.ts'
import type { Pairing } from '../../devices/pairing.ts'
import type { Gateway } from '../../sockets/gateway.ts'
import { type Route, route } from '../routing/route.ts'

const tag = 'Devices'
/** The one route that is open to everybody and worth guessing at; its tries are limited by address. */
export const PAIRING_PATH = '/v1/devices/pair'
const byId = z.object({ id: z.string().min(1).max(64) })

/** Lists the routes of devices and their pairing. */
export function deviceRoutes(
  ctx: Context,
  gateway: Pick<Gateway, 'isConnected' | 'revoke'>,
  pairing: Pick<Pairing, 'issue' | 'pair'>,
): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/stores/{id}/pairing-codes',
      tag,
      summary: 'A code that pairs one device with the store: twelve digits, good once, for ten minutes.',
      callers: ['operator'],
      params: byId,
      reply: { status: 201, schema: pairingCodeGrantSchema },
      problems: ['store_unknown'],
      handle: ({ params }) => pairing.issue(params.id),
    }),
    route({
      method: 'post',
      path: PAIRING_PATH,
      tag,
      summary: 'Trade a pairing code for a device token.',
      callers: [],
      body: pairDeviceSchema,
      reply: { status: 201, schema: pairedDeviceSchema },
      problems: ['pairing_code_invalid', 'pairing_busy', 'rate_limited'],
      handle: ({ body }) => pairing.pair(body),
    }),
    route({
      method: 'get',
      path: '/v1/stores/{id}/devices',
      tag,
      summary: 'The devices of a store, and which of them are connected now.',
      callers: ['operator'],
      params: byId,
      reply: { status: 200, schema: deviceListSchema },
      problems: ['store_unknown'],
      handle: async ({ params }) => ({ devices: await listDevices(ctx, params.id, gateway.isConnected) }),
    }),
    route({
      method: 'delete',
      path: '/v1/devices/{id}',
      tag,
      summary: 'Shut a device out for good, at once.',
      callers: ['operator'],
      params: byId,
      reply: { status: 200, schema: deviceSchema },
      problems: ['device_unknown'],
      handle: async ({ params }) => {
        const device = await revokeDevice(ctx, params.id)
        gateway.revoke(device.id)
        return device
      },
    }),
  ]
}
