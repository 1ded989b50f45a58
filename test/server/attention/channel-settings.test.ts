import { expect, it } from 'vitest'
import { findChannel } from '../../../server/attention/all-channels.ts'
import { SETTINGS } from './attention-rig.ts'

/** Settings by which no message would ever arrive, by kind; each replaces what is right. */
const USELESS: readonly [kind: string, replaced: Record<string, unknown>][] = [
  // The half of the address that was copied without its secret.
  ['dingtalk', { url: 'https://oapi.dingtalk.com/robot/send' }],
  ['dingtalk', { url: 'https://oapi.dingtalk.com/robot/send?access_token=' }],
  ['wecom', { url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send' }],
  ['feishu', { url: 'https://open.feishu.cn/open-apis/bot/v2/hook/' }],
  // The page of the topic: JSON that is sent there is shown as it is.
  ['ntfy', { url: 'https://ntfy.sh/imitated-topic' }],
  ['ntfy', { url: 'https://ntfy.sh/?topic=imitated-topic' }],
  // An account that is no mailbox, and nobody who sends.
  ['mail', { user: 'AKIAIOSFODNN7EXAMPLE' }],
  ['mail', { user: 'shop@imitated.example\r\nBcc: other@imitated.example' }],
  ['mail', { user: 'AKIA\r\nX: y', from: 'shop@imitated.example' }],
]

it.each(USELESS)('%s is refused with %j, by which no message would arrive', (kind, replaced) => {
  const schema = findChannel(kind)?.settings
  expect(schema?.safeParse(SETTINGS[kind]).success).toBe(true)
  expect(schema?.safeParse({ ...SETTINGS[kind], ...replaced }).success).toBe(false)
})

it.each([
  ['ntfy', { url: 'https://ntfy.sh/' }],
  ['ntfy', { url: 'http://ntfy.local:8080' }],
  ['mail', { user: 'AKIAIOSFODNN7EXAMPLE', from: 'shop@imitated.example' }],
])('%s takes %j', (kind, replaced) => {
  expect(findChannel(kind)?.settings.safeParse({ ...SETTINGS[kind], ...replaced }).success).toBe(true)
})
