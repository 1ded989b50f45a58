import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ALL_CHANNELS } from '../../../server/attention/all-channels.ts'
import { signDingtalk } from '../../../server/attention/channels/dingtalk/index.ts'
import { signFeishu } from '../../../server/attention/channels/feishu/index.ts'
import { wecom } from '../../../server/attention/channels/wecom/index.ts'
import { defuse } from '../../../server/attention/texts/defuse.ts'
import type { Effect } from '../../../shared/api/attention.ts'
import { attentionRig, SETTINGS } from './attention-rig.ts'

const KINDS = ALL_CHANNELS.map(({ kind }) => kind)
const MAILBOX = { email: 'boss@shop.example' }
const BY_TELEPHONE = /^(twilio|aliyun|tencent)_/
/** A wrong key in the words of each. */
const REFUSED = /^((http_|twilio_|smtp_)?\d+|SignatureDoesNotMatch|AuthFailure.SignatureFailure)$/

describe.each(KINDS)('%s', (kind) => {
  it('carries a test message to its imitation, which checks the signature', async () => {
    const { addContact, addChannel, api, later, fake, effects } = await attentionRig()
    const [contact, channel] = [await addContact('王店长', '13800138000', MAILBOX), await addChannel(kind)]
    const body = { contactId: contact.id }
    const reply = await api.call('POST', `/v1/channels/${channel.id}/test`, { as: api.operatorKey, body })
    expect(reply).toMatchObject({ status: 201, body: { cause: 'test', state: 'queued' } })
    await later(1_000)
    expect(fake.shown.map(({ text }) => text.includes('测试消息'))).toEqual([true])
    expect(await effects()).toMatchObject([{ state: 'sent', attempts: 1 }])
    // Neither a text that is paid for, nor one by an approved template, carries its number.
    if (!BY_TELEPHONE.test(kind)) expect(fake.shown[0]?.text).toContain((reply.body as Effect).id.slice(-6))
  })

  it('tries again after a no for now, under the same id', async () => {
    const { addContact, addChannel, api, later, fake, effects } = await attentionRig()
    const [contact, channel] = [await addContact('王店长', '13800138000', MAILBOX), await addChannel(kind)]
    const answers = ['busy', 'down', 'takes'] as const
    fake.treat = () => answers[Math.min(fake.calls.length, 2)] ?? 'takes'
    await api.call('POST', `/v1/channels/${channel.id}/test`, { as: api.operatorKey, body: { contactId: contact.id } })
    // A number is called once a minute at most.
    await later(180_000, 5_000)
    expect(fake.calls.map((call) => call.split(' ')[1])).toEqual(['busy', 'down', 'takes'])
    expect(await effects()).toMatchObject([{ state: 'sent', attempts: 3 }])
  })

  it('with keys that the other side does not know is given up at once, and the reason is told', async () => {
    const { addContact, addChannel, api, later, fake, effects } = await attentionRig()
    const wrong = { ...SETTINGS[kind] }
    const key = ['topic', 'secret', 'password', 'authToken', 'accessKeySecret', 'secretKey', 'url'].find(
      (name) => name in wrong,
    )
    if (key === undefined) throw new Error(`${kind} has no key`)
    wrong[key] = key === 'secret' ? `${wrong[key]?.slice(0, -4)}AAAA` : `${wrong[key]}x`
    const contact = await addContact('王店长', '13800138000', MAILBOX)
    const channel = await addChannel(kind, wrong)
    await api.call('POST', `/v1/channels/${channel.id}/test`, { as: api.operatorKey, body: { contactId: contact.id } })
    await later(60_000, 5_000)
    expect([fake.calls.length, fake.shown]).toEqual([1, []])
    expect(await effects()).toMatchObject([{ state: 'failed', code: expect.stringMatching(REFUSED) }])
  })
})

it('DingTalk’s and Feishu’s signatures are those that openssl makes of the documented texts', () => {
  // printf '1700000000000\nSECtest' | openssl dgst -sha256 -hmac SECtest -binary | base64
  expect(signDingtalk('SECtest', 1_700_000_000_000)).toBe('aZLLrriXgn05YbwaGR7knYsLeJADjr9NwLaNNKpxh4g=')
  // printf '' | openssl dgst -sha256 -hmac "$(printf '1700000000\ntest')" -binary | base64
  expect(signFeishu('test', '1700000000')).toBe('eSJQnOl8XqPTMPHWz9e5IzeHS/tqoc68g2967ekIPmg=')
})

it('no call returns what a channel is set up with, and nothing of it is logged', async () => {
  const log: string[] = []
  const { addContact, addChannel, api, storeId, later, fake } = await attentionRig({ log: (line) => log.push(line) })
  const contact = await addContact('王店长', '13800138000', MAILBOX)
  fake.treat = () => 'down'
  const said: string[] = []
  for (const kind of KINDS) {
    const channel = await addChannel(kind)
    said.push(JSON.stringify(channel))
    await api.call('POST', `/v1/channels/${channel.id}/test`, { as: api.operatorKey, body: { contactId: contact.id } })
  }
  await later(300_000, 30_000)
  for (const path of ['channels', 'effects', 'contacts'])
    said.push(JSON.stringify((await api.call('GET', `/v1/stores/${storeId}/${path}`, { as: api.operatorKey })).body))
  expect(log.length).toBeGreaterThan(0)
  for (const kind of KINDS) {
    const { url = '', ...more } = SETTINGS[kind] ?? {}
    const secrets = Object.entries(more).flatMap(([name, value]) => (NO_SECRETS.includes(name) ? [] : [value]))
    const token = url.split('=')[1] ?? url.split('/hook/')[1]
    for (const secret of [...secrets, ...(token === undefined || token === '' ? [] : [token])])
      for (const text of [...said, ...log]) expect(text.includes(secret), `${kind} ${hashOf(secret)}`).toBe(false)
  }
})

/** Settings that may be seen: a host, and what stands on the outside of a message. */
const NO_SECRETS = [
  'host',
  'user',
  'from',
  'signName',
  'templateCode',
  'ttsCode',
  'keyCode',
  'showNumber',
  'templateId',
  'appId',
]

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}

it('a redirect is not followed', async () => {
  const { addContact, addChannel, api, later, fake, effects } = await attentionRig()
  const [contact, channel] = [await addContact(), await addChannel()]
  fake.treat = () => 'moves'
  await api.call('POST', `/v1/channels/${channel.id}/test`, { as: api.operatorKey, body: { contactId: contact.id } })
  await later(30_000, 5_000)
  expect(fake.calls).toEqual(['shop.example moves'])
  expect(await effects()).toMatchObject([{ state: 'failed', code: 'http_307' }])
})

it.each([
  ['a link', '[来](http://evil.example)', '［来］（http：／／evil．example）'],
  ['a mention', '<at user_id="all">所有人</at> @所有人', '＜at user＿id="all"＞所有人＜／at＞ ＠所有人'],
  ['emphasis', '**急** `x` ~y~ #z', '＊＊急＊＊ ｀x｀ ～y～ ＃z'],
  ['lines and what cannot be seen', 'a\nb\u202ec\u0000', 'a bc'],
])('%s in a shop’s name is no markup', (_, name, harmless) => {
  expect(defuse(name, 40)).toBe(harmless)
})

it.each(KINDS)('a hostile shop’s name goes through %s as its characters', async (kind) => {
  const { addContact, addChannel, api, storeId, later, fake } = await attentionRig()
  const name = '<at user_id="all"></at>[x](http://evil.example) @所有人'
  await api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body: { name } })
  const [contact, channel] = [await addContact('王店长', '13800138000', MAILBOX), await addChannel(kind)]
  await api.call('POST', `/v1/channels/${channel.id}/test`, { as: api.operatorKey, body: { contactId: contact.id } })
  await later(1_000)
  expect(fake.shown).toHaveLength(1)
  // The number below which a robot calls somebody by name is the contact’s own.
  expect(fake.shown[0]?.text.replace('@13800138000', '')).not.toMatch(/[<>@[\]()]|:\/\//)
})

it('a text that is longer than WeCom takes is cut in the middle: its link is whole', () => {
  const end = `处理：https://bell.example/${'e'.repeat(22)}\n消息编号 5ad5ad`
  const text = ['来单 店', ...Array.from({ length: 10 }, () => '＿'.repeat(90)), end].join('\n')
  const message = { id: 'ef_1', title: '', text, sentence: '', short: '', language: 'zh-CN' as const, urgent: true }
  const more = { link: undefined, mobile: null, email: null, ends: null }
  const facts = { cause: 'unanswered', storeId: 'st_1', store: '店', contact: '王店长', minutes: 3, orders: [] }
  const request = wecom.request({ ...message, ...more, facts }, { url: SETTINGS['wecom']?.['url'] ?? '' }, 0)
  const { content } = JSON.parse(String('body' in request && request.body)).text
  expect(Buffer.byteLength(content)).toBeLessThanOrEqual(2_048)
  expect(content.startsWith('来单 店\n＿')).toBe(true)
  expect(content.endsWith(`\n${end}`)).toBe(true)
  expect(content).not.toContain('\ufffd')
})
