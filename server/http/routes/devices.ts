import * as z from 'zod'
import {
  changeDeviceSchema,
  deviceListSchema,
  deviceSchema,
  pairDeviceSchema,
  pairedDeviceSchema,
  pairingCodeGrantSchema,
} from '../../../shared/api/devices.ts'
import type { Context } from '../../context/context.ts'
import { getDevice, listDevices, renameDevice, revokeDevice } from '../../devices/devices.ts'
import type { Pairing } from '../../devices/pairing.ts'
import { appError } from '../../lib/app-error.ts'
import type { Gateway } from '../../sockets/gateway.ts'
import { requireManagedByDevices } from '../../stores/manage-store.ts'
import { type AddressBudget, createAddressBudget } from '../routing/address-budget.ts'
import { type Caller, confinedTo, requireStore } from '../routing/caller.ts'
import { type Route, route } from '../routing/route.ts'

const tag = 'Devices'
/** The one route that is open to everybody and worth guessing at; its tries are limited by address. */
export const PAIRING_PATH = '/v1/devices/pair'
const byId = z.object({ id: z.string().min(1).max(64) })
/** Codes a minute that the devices of one store may ask one server for: each costs a slow hash. */
const CODES_PER_MINUTE = 6

/** Lists the routes of devices and their pairing. */
export function deviceRoutes(
  ctx: Context,
  gateway: Pick<Gateway, 'isConnected' | 'revoke'>,
  pairing: Pick<Pairing, 'issue' | 'pair'>,
): Route[] {
  // Made by the first code: the docs list the routes of a server that is not there.
  let codes: AddressBudget | undefined

  /** Throws `device_unknown`, and `managed_by_operator` for a device that is not the caller itself. */
  async function requireOwnDevice(caller: Caller, deviceId: string): Promise<void> {
    const { store_id: storeId } = await getDevice(ctx.db.read, deviceId, confinedTo(caller))
    if (caller.kind === 'device' && caller.id !== deviceId) await requireManagedByDevices(ctx.db.read, storeId)
  }

  return [
    route({
      method: 'post',
      path: '/v1/stores/{id}/pairing-codes',
      tag,
      summary:
        'A code that pairs one device with the store: twelve digits, good once, for ten minutes; and the addresses at ' +
        'which other machines reach this server. A device gets one for its own store, where `devicesManage` lets it.',
      callers: ['operator', 'device'],
      audit: 'code.issue',
      params: byId,
      reply: { status: 201, schema: pairingCodeGrantSchema },
      problems: ['store_unknown', 'managed_by_operator', 'rate_limited'],
      async handle({ params, caller, audit }) {
        requireStore(caller, params.id)
        if (caller.kind === 'device') {
          await requireManagedByDevices(ctx.db.read, params.id)
          codes ??= createAddressBudget(ctx.clock, CODES_PER_MINUTE)
          const retryMs = codes.take(params.id)
          if (retryMs !== undefined) throw appError('rate_limited', { retryMs })
        }
        const grant = await pairing.issue(params.id, audit)
        // Whoever has a code joins the shop: the line says who asked for one, and never which.
        const asked = caller.kind === 'device' ? { deviceId: caller.id } : {}
        ctx.logger.info({ storeId: params.id, by: caller.kind, ...asked }, 'a pairing code was issued')
        return grant
      },
    }),
    route({
      method: 'post',
      path: PAIRING_PATH,
      tag,
      summary: 'Trade a pairing code for a device token.',
      callers: [],
      audit: 'device.pair',
      body: pairDeviceSchema,
      reply: { status: 201, schema: pairedDeviceSchema },
      problems: ['pairing_code_invalid', 'pairing_busy', 'rate_limited'],
      handle: ({ body, audit }) => pairing.pair(body, audit),
    }),
    route({
      method: 'get',
      path: '/v1/stores/{id}/devices',
      tag,
      summary: 'The devices of a store, and which of them are connected now; for its devices as well.',
      callers: ['operator', 'device'],
      params: byId,
      reply: { status: 200, schema: deviceListSchema },
      problems: ['store_unknown'],
      async handle({ params, caller }) {
        requireStore(caller, params.id)
        return { devices: await listDevices(ctx, params.id, gateway.isConnected) }
      },
    }),
    route({
      method: 'patch',
      path: '/v1/devices/{id}',
      tag,
      summary: 'Rename a device. A device renames itself, and others of its store where `devicesManage` lets it.',
      callers: ['operator', 'device'],
      audit: 'device.rename',
      params: byId,
      body: changeDeviceSchema,
      reply: { status: 200, schema: deviceSchema },
      problems: ['device_unknown', 'managed_by_operator'],
      async handle({ params, body, caller, audit }) {
        await requireOwnDevice(caller, params.id)
        return await renameDevice(ctx, params.id, body.name, gateway.isConnected, audit)
      },
    }),
    route({
      method: 'delete',
      path: '/v1/devices/{id}',
      tag,
      summary:
        'Shut a device out for good, at once. A device shuts itself out, and others of its store where `devicesManage` ' +
        'lets it.',
      callers: ['operator', 'device'],
      audit: 'device.remove',
      params: byId,
      reply: { status: 200, schema: deviceSchema },
      problems: ['device_unknown', 'managed_by_operator'],
      async handle({ params, caller, audit }) {
        await requireOwnDevice(caller, params.id)
        const device = await revokeDevice(ctx, params.id, audit)
        gateway.revoke(device.id)
        ctx.logger.info({ storeId: device.storeId, deviceId: device.id, by: caller.kind }, 'a device was removed')
        return device
      },
    }),
  ]
}
