import { onTestFinished } from 'vitest'
import { FAKE_SECRETS } from '../../../demo/channels/check-signature.ts'
import { type FakeChannels, startFakeChannels } from '../../../demo/channels/fake-channels.ts'
import type { Channel, Contact, Effect } from '../../../shared/api/attention.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
import { pass } from '../../support/pass-time.ts'
import { startTestServer, type TestServer, type TestServerOptions } from '../../support/test-server.ts'

/** Seconds after a start in which nobody is told that a shop has no device. */
const SETTLED_MS = 12_000

/** Time in which something is planned, sent and noted. */
const SENDING_MS = 2_000

const TWILIO = { accountSid: FAKE_SECRETS.twilioSid, authToken: FAKE_SECRETS.twilioToken, from: '+8613800000000' }
const ALIYUN = { accessKeyId: FAKE_SECRETS.aliyunId, accessKeySecret: FAKE_SECRETS.aliyunSecret }
const TENCENT = {
  ...{ secretId: FAKE_SECRETS.tencentId, secretKey: FAKE_SECRETS.tencentKey },
  ...{ appId: '1400000000', templateId: '1' },
}

/** The address by which the world knows a server that says so. */
export const PUBLIC = 'https://bell.example'

/** Settings that the imitations take, by kind. */
export const SETTINGS: Readonly<Record<string, Record<string, string>>> = {
  webhook: { url: 'https://shop.example/hook', secret: `whsec_${FAKE_SECRETS.webhookKey}` },
  dingtalk: {
    url: `https://oapi.dingtalk.com/robot/send?access_token=${FAKE_SECRETS.dingtalkToken}`,
    secret: FAKE_SECRETS.dingtalkSecret,
  },
  feishu: {
    url: `https://open.feishu.cn/open-apis/bot/v2/hook/${FAKE_SECRETS.feishuHook}`,
    secret: FAKE_SECRETS.feishuSecret,
  },
  wecom: { url: `https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${FAKE_SECRETS.wecomKey}` },
  ntfy: { url: 'https://ntfy.sh', topic: FAKE_SECRETS.ntfyTopic },
  web_push: {
    url: `https://push.imitated.example/send/${FAKE_SECRETS.pushWord}`,
    ...{ p256dh: FAKE_SECRETS.pushPublic, auth: FAKE_SECRETS.pushAuth, privateKey: FAKE_SECRETS.vapidPrivate },
  },
  mail: { host: 'smtp.imitated.example', user: FAKE_SECRETS.mailUser, password: FAKE_SECRETS.mailPassword },
  twilio_sms: TWILIO,
  twilio_voice: TWILIO,
  aliyun_sms: { ...ALIYUN, signName: '来单', templateCode: 'SMS_1' },
  aliyun_voice: { ...ALIYUN, ttsCode: 'TTS_1' },
  aliyun_ivr: {
    ...{ ...ALIYUN, ttsCode: 'TTS_1', keyCode: 'TTS_2', showNumber: '057112345678' },
    reportKey: FAKE_SECRETS.aliyunReportKey,
  },
  tencent_sms: { ...TENCENT, signName: '来单' },
  tencent_voice: TENCENT,
}

export interface AttentionRig extends TestServer {
  clock: ManualClock
  fake: FakeChannels
  addContact(name?: string, mobile?: string, more?: object): Promise<Contact>
  addChannel(kind?: string, settings?: Record<string, string>): Promise<Channel>
  /** Changes the policy of the first store. */
  setPolicy(...steps: readonly object[]): Promise<void>
  /** A contact, a webhook, and a policy that tells it what waits for three minutes; `more` changes the step. */
  simplePolicy(more?: object): Promise<{ contact: Contact; channel: Channel }>
  /** Lets time pass, `stepMs` at a time, and waits until the jobs have done and said what was due. */
  later(ms: number, stepMs?: number): Promise<void>
  /** Every effect of the first store, the oldest first. */
  effects(): Promise<Effect[]>
}

/** A shop that has just been started, with imitated channels around it; time stands still but for `later`. */
export async function attentionRig(options: TestServerOptions = {}): Promise<AttentionRig> {
  const clock = createManualClock()
  // Reports come to the world’s address; here that is the server’s own.
  let own = ''
  const deliver = async (url: string, init: RequestInit) => (await fetch(url.replace(PUBLIC, own), init)).status
  const fake = await startFakeChannels({ clock, port: 0, deliver })
  onTestFinished(fake.stop)
  const env = { CHANNELS_IMITATED_AT: fake.url, MAIL_IMITATED_AT: fake.mailUrl, ...options.env }
  const server = await startTestServer({ clock, ...options, env })
  own = server.url
  const { api, storeId } = server
  await pass(server, clock, SETTLED_MS, SETTLED_MS)

  async function post<T>(path: string, body: object): Promise<T> {
    const reply = await api.call('POST', path, { as: api.operatorKey, body })
    if (reply.status !== 201) throw new Error(`${path}: HTTP ${reply.status} ${JSON.stringify(reply.body)}`)
    return reply.body as T
  }

  async function setPolicy(...steps: readonly object[]): Promise<void> {
    const body = { settings: { escalation: steps } }
    const reply = await api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body })
    if (reply.status !== 200) throw new Error(`HTTP ${reply.status} ${JSON.stringify(reply.body)}`)
  }

  const addContact = (name = '王店长', mobile?: string, more = {}) =>
    post<Contact>(`/v1/stores/${storeId}/contacts`, { name, ...(mobile !== undefined && { mobile }), ...more })
  const addChannel = (kind = 'webhook', settings = SETTINGS[kind] ?? {}) =>
    post<Channel>(`/v1/stores/${storeId}/channels`, { kind, name: kind, settings })

  return {
    ...server,
    clock,
    fake,
    addContact,
    addChannel,
    setPolicy,
    async simplePolicy(more) {
      const [contact, channel] = [await addContact(), await addChannel()]
      const step = { cause: 'unanswered', afterS: 180, contacts: [contact.id], channel: channel.id }
      await setPolicy({ ...step, ...more })
      return { contact, channel }
    },
    later: (ms, stepMs = ms) => passAndSend(server, clock, ms, stepMs),
    async effects() {
      const { body } = await api.call('GET', `/v1/stores/${storeId}/effects?limit=200`, { as: api.operatorKey })
      return (body as { effects: Effect[] }).effects.toReversed()
    },
  }
}

/** Lets time pass, `stepMs` at a time; in the last seconds of each step what was planned is sent and noted. */
export async function passAndSend(server: TestServer, clock: ManualClock, ms: number, stepMs = ms): Promise<void> {
  for (let gone = 0; gone < ms; gone += stepMs) {
    const step = Math.min(stepMs, ms - gone)
    if (step > SENDING_MS) {
      await pass(server, clock, step - SENDING_MS, step - SENDING_MS)
      await sent(server)
    }
    await sendAll(server, clock)
  }
  await sendAll(server, clock)
}

async function sendAll(server: TestServer, clock: ManualClock): Promise<void> {
  for (let ms = 0; ms < SENDING_MS; ms += 1_000) {
    await pass(server, clock, 1_000)
    await sent(server)
  }
}

async function sent({ running }: TestServer): Promise<void> {
  await Promise.all(running.jobsUnderWay().map(({ finished }) => finished))
  await new Promise<void>((resolve) => setImmediate(resolve))
}
