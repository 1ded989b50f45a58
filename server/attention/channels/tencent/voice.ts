import * as z from 'zod'
import { CALLEE_ALLOWANCES } from '../phone-budgets.ts'
import { e164 } from '../phone-number.ts'
import type { ChannelModule } from '../port.ts'
import { keys, REGION, readTencent, templateOf } from './account.ts'
import { callTencent } from './sign.ts'

const settingsSchema = z.strictObject(keys)

/** Calls (语音通知) by Tencent Cloud: SendTtsVoice of 2020-09-02 (cloud.tencent.com/document/api/1128/51559). No key is read. */
export const tencentVoice: ChannelModule<z.infer<typeof settingsSchema>> = {
  kind: 'tencent_voice',
  settings: settingsSchema,
  host: () => 'vms.tencentcloudapi.com',
  allowances: [{ most: 60, withinMs: 60_000 }],
  calleeAllowances: CALLEE_ALLOWANCES,
  needs: 'mobile',
  rings: true,
  request(message, { secretId, secretKey, appId, templateId }, now) {
    const body = JSON.stringify({
      CalledNumber: e164(message.mobile ?? ''),
      VoiceSdkAppid: appId,
      TemplateId: templateId,
      TemplateParamSet: templateOf(message),
      PlayTimes: 2,
      SessionContext: message.id,
    })
    return callTencent({
      ...{ service: 'vms', action: 'SendTtsVoice', version: '2020-09-02', region: REGION },
      ...{ body, secretId, secretKey, now },
    })
  },
  read: readTencent,
}
