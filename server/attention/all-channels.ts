import { aliyunIvr } from './channels/aliyun/ivr.ts'
import { aliyunSms } from './channels/aliyun/sms.ts'
import { aliyunVoice } from './channels/aliyun/voice.ts'
import { dingtalk } from './channels/dingtalk/index.ts'
import { feishu } from './channels/feishu/index.ts'
import { mail } from './channels/mail/index.ts'
import { ntfy } from './channels/ntfy/index.ts'
import type { ChannelModule } from './channels/port.ts'
import { tencentSms } from './channels/tencent/sms.ts'
import { tencentVoice } from './channels/tencent/voice.ts'
import { twilioSms } from './channels/twilio/sms.ts'
import { twilioVoice } from './channels/twilio/voice.ts'
import { webPush } from './channels/web-push/index.ts'
import { webhook } from './channels/webhook/index.ts'
import { wecom } from './channels/wecom/index.ts'

/** The channels by which contacts are told, in the order of the documentation. A new one is a folder in channels/ and a line here. */
export const ALL_CHANNELS = [
  webhook,
  dingtalk,
  feishu,
  wecom,
  ntfy,
  webPush,
  mail,
  twilioSms,
  twilioVoice,
  aliyunSms,
  aliyunVoice,
  aliyunIvr,
  tencentSms,
  tencentVoice,
] as const

/** Finds a channel by its kind; `undefined` for one that this version does not have. */
export function findChannel(kind: string): ChannelModule | undefined {
  return (ALL_CHANNELS as readonly { kind: string }[]).find((channel) => channel.kind === kind) as
    | ChannelModule
    | undefined
}
