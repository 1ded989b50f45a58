import * as z from 'zod'
import { CALLEE_ALLOWANCES } from '../phone-budgets.ts'
import type { ChannelModule } from '../port.ts'
import { calleeOf, callFor, keys, readAliyun, templateOf } from './account.ts'

const HOST = 'dysmsapi.aliyuncs.com'

const settingsSchema = z.strictObject({
  ...keys,
  /** The approved signature, in front of each text. */
  signName: z.string().min(1).max(60),
  /** The approved template, with the variables `store` and `what`. */
  templateCode: z.string().regex(/^SMS_\d{1,20}$/, 'must be the code of a template, such as SMS_123456789'),
})

/** Texts (短信) by Aliyun: SendSms of 2017-05-25 (help.aliyun.com, dysmsapi). */
export const aliyunSms: ChannelModule<z.infer<typeof settingsSchema>> = {
  kind: 'aliyun_sms',
  settings: settingsSchema,
  host: () => HOST,
  allowances: [{ most: 60, withinMs: 60_000 }],
  calleeAllowances: CALLEE_ALLOWANCES,
  needs: 'mobile',
  request(message, settings, now) {
    const parameters = {
      PhoneNumbers: calleeOf(message),
      SignName: settings.signName,
      TemplateCode: settings.templateCode,
      TemplateParam: templateOf(message),
      OutId: message.id,
    }
    return callFor(settings, { host: HOST, action: 'SendSms', parameters }, { id: message.id, now })
  },
  read: readAliyun,
}
