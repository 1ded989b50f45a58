import * as z from 'zod'
import { CALLEE_ALLOWANCES } from '../phone-budgets.ts'
import type { ChannelModule } from '../port.ts'
import { calleeOf, callFor, keys, readAliyun, templateOf } from './account.ts'

const HOST = 'dyvmsapi.aliyuncs.com'

const settingsSchema = z.strictObject({
  ...keys,
  /** The approved text of the call, with the variables `store` and `what`. */
  ttsCode: z.string().regex(/^TTS_\d{1,20}$/, 'must be the code of a text, such as TTS_123456789'),
  /** A number that was bought; left out: one of Aliyun’s pool. */
  showNumber: z
    .string()
    .regex(/^\d{3,20}$/)
    .optional(),
})

/** Calls (语音通知) by Aliyun: SingleCallByTts of 2017-05-25 (help.aliyun.com/document_detail/114036.html). No key is read. */
export const aliyunVoice: ChannelModule<z.infer<typeof settingsSchema>> = {
  kind: 'aliyun_voice',
  settings: settingsSchema,
  host: () => HOST,
  allowances: [{ most: 60, withinMs: 60_000 }],
  calleeAllowances: CALLEE_ALLOWANCES,
  needs: 'mobile',
  rings: true,
  request(message, settings, now) {
    const parameters = {
      CalledNumber: calleeOf(message),
      ...(settings.showNumber !== undefined && { CalledShowNumber: settings.showNumber }),
      TtsCode: settings.ttsCode,
      TtsParam: templateOf(message),
      PlayTimes: '2',
      OutId: message.id.slice(-15),
    }
    return callFor(settings, { host: HOST, action: 'SingleCallByTts', parameters }, { id: message.id, now })
  },
  read: readAliyun,
}
