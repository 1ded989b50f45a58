import { FAKE_SECRETS, hmacBase64, isRecent } from './check-signature.ts'
import { CHINESE_TELEPHONES } from './telephone.ts'
import { PUSH_HOST, webPush } from './web-push.ts'

/** A call as it arrives: `path` and `query` behind the host that it was meant for. */
export interface ArrivedCall {
  host: string
  path: string
  query: URLSearchParams
  headers: Readonly<Record<string, string | undefined>>
  body: string
  /** The same, as it stood on the wire. */
  bytes: Uint8Array
}

/**
 * The words of a channel: what its people would read, or the answer with which it refuses. `reply`: its answer to this call
 * alone, with 201. `taken` is called when people get it.
 */
export type Reading =
  | { text: string; title?: string; id?: string; reply?: string; taken?(): unknown }
  | { refuses: { status: number; body: string } }

/** A channel in small: how it checks a call, and its words for a taken and for a hasty one. */
export interface ImitatedChannel {
  reads(call: ArrivedCall, now: number): Promise<Reading>
  took: string
  tooMany: { status: number; body: string }
}

const said = (body: object, status = 200) => ({ status, body: JSON.stringify(body) })
const refuses = (body: object, status = 200): Reading => ({ refuses: said(body, status) })

const dingtalk: ImitatedChannel = {
  async reads({ path, query, body }, now) {
    if (path !== '/robot/send' || query.get('access_token') !== FAKE_SECRETS.dingtalkToken)
      return refuses({ errcode: 300_001, errmsg: 'token is not exist' })
    const stamp = query.get('timestamp') ?? ''
    const expected = await hmacBase64(FAKE_SECRETS.dingtalkSecret, `${stamp}\n${FAKE_SECRETS.dingtalkSecret}`)
    if (query.get('sign') !== expected || !isRecent(Number(stamp) / 1_000, now))
      return refuses({ errcode: 310_000, errmsg: 'sign not match' })
    const { msgtype, text } = JSON.parse(body) as { msgtype: string; text: { content: string } }
    return msgtype === 'text' ? { text: text.content } : refuses({ errcode: 400_101, errmsg: 'msgtype' })
  },
  took: JSON.stringify({ errcode: 0, errmsg: 'ok' }),
  tooMany: said({ errcode: 130_101, errmsg: 'send too fast, exceed 20 times per minute' }),
}

const feishu: ImitatedChannel = {
  async reads({ path, body }, now) {
    if (path !== `/open-apis/bot/v2/hook/${FAKE_SECRETS.feishuHook}`)
      return refuses({ code: 19_001, msg: 'param invalid: incoming webhook access token invalid' })
    const sent = JSON.parse(body) as { timestamp: string; sign: string; msg_type: string; content: { text: string } }
    const expected = await hmacBase64(`${sent.timestamp}\n${FAKE_SECRETS.feishuSecret}`, '')
    if (sent.sign !== expected || !isRecent(Number(sent.timestamp), now))
      return refuses({ code: 19_021, msg: 'sign match fail or timestamp is not within one hour from current time' })
    return sent.msg_type === 'text' ? { text: sent.content.text } : refuses({ code: 9_499, msg: 'Bad Request' })
  },
  took: JSON.stringify({ code: 0, msg: 'success', StatusCode: 0, StatusMessage: 'success' }),
  tooMany: said({ code: 11_232, msg: 'frequency limited psm' }),
}

const wecom: ImitatedChannel = {
  async reads({ path, query, body }) {
    if (path !== '/cgi-bin/webhook/send' || query.get('key') !== FAKE_SECRETS.wecomKey)
      return refuses({ errcode: 93_000, errmsg: 'invalid webhook url' })
    const { text } = JSON.parse(body) as { text: { content: string } }
    if (Buffer.byteLength(text.content) > 2_048) return refuses({ errcode: 40_058, errmsg: 'text exceed max length' })
    return { text: text.content }
  },
  took: JSON.stringify({ errcode: 0, errmsg: 'ok' }),
  tooMany: said({ errcode: 45_009, errmsg: 'api freq out of limit' }),
}

const ntfy: ImitatedChannel = {
  async reads({ body }) {
    const { topic, title, message } = JSON.parse(body) as { topic: string; title: string; message: string }
    if (topic !== FAKE_SECRETS.ntfyTopic) return refuses({ code: 40_301, error: 'forbidden' }, 403)
    return { title, text: message }
  },
  took: JSON.stringify({ event: 'message' }),
  tooMany: said({ code: 42_901, error: 'limit reached: too many requests' }, 429),
}

const webhook: ImitatedChannel = {
  async reads({ headers, body }, now) {
    const [id = '', stamp = ''] = [headers['webhook-id'], headers['webhook-timestamp']]
    const key = Uint8Array.from(atob(FAKE_SECRETS.webhookKey), (character) => character.charCodeAt(0))
    const expected = `v1,${await hmacBase64(key, `${id}.${stamp}.${body}`)}`
    if (headers['webhook-signature'] !== expected || !isRecent(Number(stamp), now)) return refuses({}, 401)
    const { data } = JSON.parse(body) as { data: { title: string; text: string } }
    return { ...data, id }
  },
  took: '',
  tooMany: said({}, 429),
}

/** The imitations by the host that a call is meant for; every other host is a program of the operator's own. */
const BY_HOST: Readonly<Record<string, ImitatedChannel>> = {
  'oapi.dingtalk.com': dingtalk,
  'open.feishu.cn': feishu,
  'qyapi.weixin.qq.com': wecom,
  'ntfy.sh': ntfy,
  [PUSH_HOST]: webPush,
  ...CHINESE_TELEPHONES,
}

/** Finds the imitation that answers for a host. */
export function channelOf(host: string): ImitatedChannel {
  return Object.hasOwn(BY_HOST, host) ? (BY_HOST[host] ?? webhook) : webhook
}
