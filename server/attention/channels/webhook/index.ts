import * as z from 'zod'
import { signWebhook } from '../../../lib/sign-webhook.ts'
import { type ChannelModule, hostOfUrl } from '../port.ts'
import { readStatus } from '../read-answer.ts'
import { targetUrl } from '../target-url.ts'

const settingsSchema = z.strictObject({
  url: targetUrl,
  /** `whsec_` and base64: the key that signs. */
  secret: z.string().regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'must be whsec_ and at least 24 bytes of base64'),
})

/**
 * A program of the operator’s own, called with the facts and the words of a message, signed as Standard Webhooks 1.0
 * prescribes (github.com/standard-webhooks/standard-webhooks, spec).
 */
export const webhook: ChannelModule<z.infer<typeof settingsSchema>> = {
  kind: 'webhook',
  settings: settingsSchema,
  host: hostOfUrl,
  allowances: [{ most: 60, withinMs: 60_000 }],
  request({ id, title, text, urgent, link, facts }, { url, secret }, now) {
    const seconds = Math.floor(now / 1_000)
    const body = JSON.stringify({
      type: 'attention.message',
      timestamp: new Date(now).toISOString(),
      data: { id, title, text, urgent, link, ...facts },
    })
    return {
      url,
      headers: {
        'Content-Type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': signWebhook(secret, id, seconds, body),
      },
      body,
    }
  },
  read: readStatus,
}
