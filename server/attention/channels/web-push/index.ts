import { createHmac } from 'node:crypto'
import * as z from 'zod'
import { cleanLine } from '../../../../shared/text.ts'
import { type ChannelModule, hostOfUrl } from '../port.ts'
import { readStatus } from '../read-answer.ts'
import { targetUrl } from '../target-url.ts'
import { areBrowserKeys, encryptPush } from './encrypt.ts'
import { publicKeyOf, vapid } from './vapid.ts'

/** Code points of the text: a push service takes 4,096 bytes, encrypted. */
const MOST_CHARACTERS = 700
/** Seconds for which a push waits for a browser that is off; what asks for help is old by then. */
const WAITS_S = 60 * 60

const word = z.string().regex(/^[-_A-Za-z0-9]{1,200}$/)

const settingsSchema = z
  .strictObject({
    /** The address of this browser at its push service. */
    url: targetUrl,
    p256dh: word,
    auth: word,
    /** The key with which the browser was subscribed: one of this channel alone, made by the page that subscribed it. */
    privateKey: word,
  })
  .refine(areBrowserKeys, { path: ['p256dh'], message: 'must be the keys of a subscribed browser' })
  .refine(({ privateKey }) => isKey(privateKey), { path: ['privateKey'], message: 'must be a private key of P-256' })

/** Pushes to one browser that has allowed it (Web Push: RFC 8030, 8291, 8292). Its service worker shows them. */
export const webPush: ChannelModule<z.infer<typeof settingsSchema>> = {
  kind: 'web_push',
  settings: settingsSchema,
  host: hostOfUrl,
  allowances: [{ most: 30, withinMs: 60_000 }],
  request({ id, title, text, link, urgent }, { url, p256dh, auth, privateKey }, now) {
    // The title is told by itself, and the link is what a press opens.
    const lines = text.split('\n').slice(1)
    const shown = lines.filter((line) => link === undefined || !line.includes(link)).join(' · ')
    const content = JSON.stringify({ id, title, body: cleanLine(shown, MOST_CHARACTERS), link })
    // Of this attempt alone, and known to nobody who does not have the key.
    const derive = (purpose: string) => createHmac('sha256', privateKey).update(`${purpose} ${id} ${now}`).digest()
    const keys = { senderKey: derive('key'), salt: derive('salt').subarray(0, 16) }
    return {
      url,
      headers: {
        'Content-Type': 'application/octet-stream',
        'Content-Encoding': 'aes128gcm',
        Authorization: vapid(privateKey, url, 'mailto:laidan@localhost', now),
        TTL: String(WAITS_S),
        Urgency: urgent ? 'high' : 'normal',
      },
      body: encryptPush(content, { p256dh, auth }, keys),
    }
  },
  read: readStatus,
}

function isKey(privateKey: string): boolean {
  try {
    return publicKeyOf(privateKey) !== ''
  } catch {
    return false
  }
}
