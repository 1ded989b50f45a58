import type { WebSocket } from 'ws'
import { CLOSE } from '../../shared/protocol/close-codes.ts'
import { MAX_BUFFERED_BYTES } from '../../shared/protocol/limits.ts'
import { REMINDER_TYPE } from '../../shared/reminder.ts'
import type { Context } from '../context/context.ts'
import { findDevice } from '../devices/devices.ts'
import type { Hub } from '../log/hub.ts'
import { type LogAccess, ProvenLog } from '../log/proven-log.ts'
import { Pump } from './pump.ts'

/**
 * Serves a connection to the origin's endpoint, `/ws/{device token}`: bare `{type, orderId, content}` frames from now
 * on. No acknowledgement, no catch-up, no promise; kinds that the origin does not have are left out. Resolves to a
 * function that must be called at the end of the connection.
 */
export async function serveLegacy(
  socket: WebSocket,
  token: string,
  deps: { ctx: Context; hub: Hub; logAccess: LogAccess; joined(deviceId: string): void },
): Promise<() => void> {
  const { ctx, hub, logAccess } = deps
  const found = await findDevice(ctx, token)
  if (found === undefined || found.device.revoked_at !== null) {
    const reason = found === undefined ? 'unauthorized' : 'revoked'
    socket.close(CLOSE[reason].code, reason)
    return () => {}
  }
  deps.joined(found.device.id)
  const { store } = found
  const log = new ProvenLog(logAccess, store.id, undefined)
  const pump = new Pump(
    {
      readLog: (seq, limit) => log.read(seq, limit),
      sendEntry({ body }) {
        const { type, orderId, content } = JSON.parse(body) as { type?: number; orderId: number; content: string }
        if (type === REMINDER_TYPE.new_order || type === REMINDER_TYPE.urge)
          socket.send(JSON.stringify({ type, orderId, content }))
      },
      isCongested: () => socket.bufferedAmount >= MAX_BUFFERED_BYTES,
      caughtUp: () => {},
      pumpFailed: () => socket.close(CLOSE.try_again.code, 'try_again'),
    },
    store.head_seq,
    Number.POSITIVE_INFINITY,
  )
  hub.subscribe(store.id, store.head_seq, pump)
  pump.wake()
  return () => {
    hub.unsubscribe(store.id, pump)
    pump.stop()
  }
}
