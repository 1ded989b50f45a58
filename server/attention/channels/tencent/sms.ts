import * as z from 'zod'
import { CALLEE_ALLOWANCES } from '../phone-budgets.ts'
import { e164 } from '../phone-number.ts'
import type { ChannelModule } from '../port.ts'
import { keys, REGION, readTencent, templateOf } from './account.ts'
import { callTencent } from './sign.ts'

const settingsSchema = z.strictObject({
  ...keys,
  /** The approved signature, in front of each text. */
  signName: z.string().min(1).max(60),
})

/** Texts (短信) by Tencent Cloud: SendSms of 2021-01-11 (cloud.tencent.com/document/api/382/55981). */
export const tencentSms: ChannelModule<z.infer<typeof settingsSchema>> = {
  kind: 'tencent_sms',
  settings: settingsSchema,
  host: () => 'sms.tencentcloudapi.com',
  allowances: [{ most: 60, withinMs: 60_000 }],
  calleeAllowances: CALLEE_ALLOWANCES,
  needs: 'mobile',
  request(message, { secretId, secretKey, appId, templateId, signName }, now) {
    const body = JSON.stringify({
      PhoneNumberSet: [e164(message.mobile ?? '')],
      SmsSdkAppId: appId,
      TemplateId: templateId,
      SignName: signName,
      TemplateParamSet: templateOf(message),
      SessionContext: message.id,
    })
    return callTencent({
      ...{ service: 'sms', action: 'SendSms', version: '2021-01-11', region: REGION },
      ...{ body, secretId, secretKey, now },
    })
  },
  read: readTencent,
}
