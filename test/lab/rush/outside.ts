import { FAKE_SECRETS } from '../../../demo/channels/check-signature.ts'
import { type FakeChannels, startFakeChannels } from '../../../demo/channels/fake-channels.ts'
import type { Clock } from '../../../shared/clock.ts'
import type { TestApi } from '../../support/test-api.ts'

/** The people outside of the shop, who can be told. */
export interface Outside {
  fake: FakeChannels
  /** Gives the first store a limit, contacts and a policy. Rejects with an Error for what the server refuses. */
  setUp(api: TestApi): Promise<void>
}

/** Minutes in which an order is to be answered, or told to somebody outside. */
export const LIMIT_MINUTES = 3
/**
 * Seconds until somebody outside is told that nobody answers: the rest of the limit is for the most that a message waits, the
 * minute between two messages to one person and half a minute in which the server is being started.
 */
const UNANSWERED_S = 80
const CONTACTS = ['王店长', '李经理', '赵老板']

/** Starts imitated channels, beside which a shop has a policy as docs/attention.md shows it. */
export async function startOutside(clock: Pick<Clock, 'now'>): Promise<Outside> {
  const fake = await startFakeChannels({ clock, port: 0 })
  return {
    fake,
    async setUp(api) {
      const post = async (path: string, body: object) => {
        const reply = await api.call('POST', `/v1/stores/${api.storeId}/${path}`, { as: api.operatorKey, body })
        if (reply.status !== 201) throw new Error(`${path}: HTTP ${reply.status} ${JSON.stringify(reply.body)}`)
        return (reply.body as { id: string }).id
      }
      const settings = { url: 'https://shop.example/hook', secret: `whsec_${FAKE_SECRETS.webhookKey}` }
      const channel = await post('channels', { kind: 'webhook', name: '程序', settings })
      const contacts: string[] = []
      for (const name of CONTACTS) contacts.push(await post('contacts', { name }))
      const escalation = contacts.flatMap((contact, place) => [
        { cause: 'no_device', afterS: place * 3_600, contacts: [contact], channel },
        { cause: 'unanswered', afterS: UNANSWERED_S + place * 3_600, contacts: [contact], channel },
      ])
      const body = { settings: { acceptWithinMinutes: LIMIT_MINUTES, escalation } }
      const reply = await api.call('PATCH', `/v1/stores/${api.storeId}`, { as: api.operatorKey, body })
      if (reply.status !== 200) throw new Error(`the policy: HTTP ${reply.status} ${JSON.stringify(reply.body)}`)
    },
  }
}
