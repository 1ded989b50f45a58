import * as z from 'zod'
import { type ChannelModule, hostOfUrl } from '../port.ts'
import { readStatus } from '../read-answer.ts'
import { targetUrl } from '../target-url.ts'

const settingsSchema = z.strictObject({
  /** The server, such as https://ntfy.sh; one of the shop’s own is one as well. */
  url: targetUrl.refine(
    isServer,
    'must be the server alone, such as https://ntfy.sh: the topic has a field of its own',
  ),
  /** The name that phones subscribe to. Whoever knows it reads along. */
  topic: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/, 'must be letters, digits, - and _'),
  token: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .optional(),
})

/** The priority that sounds although the phone is silent, and the usual one (docs.ntfy.sh, publish). */
const PRIORITY = { urgent: 5, usual: 3 }

/** Tells whether an address is a server's own: what is sent to a topic's page is shown as it is, in JSON. */
function isServer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { pathname, search } = new URL(text)
  return pathname === '/' && search === ''
}

/** A topic of an ntfy server, which phones subscribe to. */
export const ntfy: ChannelModule<z.infer<typeof settingsSchema>> = {
  kind: 'ntfy',
  settings: settingsSchema,
  host: hostOfUrl,
  // ntfy.sh takes 60 at once and then one in five seconds (docs.ntfy.sh, limitations).
  allowances: [{ most: 12, withinMs: 60_000 }],
  request({ title, text, urgent, link }, { url, topic, token }) {
    return {
      url,
      headers: {
        'Content-Type': 'application/json',
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({
        topic,
        title,
        message: text,
        priority: urgent ? PRIORITY.urgent : PRIORITY.usual,
        ...(link !== undefined && { click: link }),
      }),
    }
  },
  read: readStatus,
}
