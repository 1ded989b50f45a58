import { LaidanError } from './error.ts'
import { createSend, type ServerOptions } from './send.ts'

/** The answer to a device's code: keep it before anything else, the code is worthless from now on. */
export interface PairedDevice {
  deviceId: string
  /** The device's secret. It is sent to no other server than the one that gave it. */
  token: string
  store: { id: string; name: string; locale: string; timezone: string }
}

/**
 * Trades a pairing code for a device's token. A code is good once, so an answer that is lost is lost: this is not sent
 * again. Rejects with a {@link LaidanError}: `pairing_code_invalid`, `rate_limited`, `pairing_busy`.
 */
export async function pairDevice(
  server: Pick<ServerOptions, 'url' | 'timeoutMs' | 'fetch'>,
  device: { code: string; name: string; platform: string },
): Promise<PairedDevice> {
  const answer = await createSend(server)({ method: 'POST', path: '/v1/devices/pair', body: device, attempts: 1 })
  const { deviceId, token, store }: Partial<PairedDevice> = Object(answer)
  if (typeof deviceId === 'string' && typeof token === 'string' && store !== undefined)
    return { deviceId, token, store }
  throw new LaidanError('answer_unreadable', 'the answer is no paired device')
}
