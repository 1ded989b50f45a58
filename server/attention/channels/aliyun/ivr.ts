import { timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import { CALLEE_ALLOWANCES } from '../phone-budgets.ts'
import type { ChannelModule, Heard, Push, PushedCall } from '../port.ts'
import { calleeOf, callFor, keys, readAliyunCall, templateOf } from './account.ts'

const HOST = 'dyvmsapi.aliyuncs.com'
/** The keys that the approved text names. */
const KEYS = ['1', '2', '3']
/** Milliseconds of waiting for a key. */
const KEY_MS = 10_000

const ttsCode = z.string().regex(/^TTS_\d{1,20}$/, 'must be the code of a text, such as TTS_123456789')

const settingsSchema = z.strictObject({
  ...keys,
  /** The approved text of the call, with the variables `store` and `what`, which says the keys. */
  ttsCode,
  /** The approved text after a key, without variables. */
  keyCode: ttsCode,
  /** A number that was bought. */
  showNumber: z.string().regex(/^\d{3,20}$/),
  /** The word in the address for reports: they are not signed, so that nobody else may know it. */
  reportKey: z.string().regex(/^[-_A-Za-z0-9]{22,100}$/, 'must have 22 characters at least, letters, digits, - and _'),
})
type Settings = z.infer<typeof settingsSchema>

/**
 * Calls with keys (语音IVR) by Aliyun: IvrCall of 2017-05-25 (help.aliyun.com/document_detail/114037.html). What becomes
 * of a call is pushed to an address that the account’s console knows (VoiceCallReport and VoiceReport,
 * help.aliyun.com/zh/vms/developer-reference/voice-ivrcall). No call of theirs hangs one up.
 */
export const aliyunIvr: ChannelModule<Settings> = {
  kind: 'aliyun_ivr',
  settings: settingsSchema,
  host: () => HOST,
  allowances: [{ most: 60, withinMs: 60_000 }],
  calleeAllowances: CALLEE_ALLOWANCES,
  needs: 'mobile',
  rings: true,
  hangsUp: false,
  request(message, settings, now) {
    const menu = KEYS.flatMap((key, index) => [
      [`MenuKeyMap.${index + 1}.Key`, key],
      [`MenuKeyMap.${index + 1}.Code`, settings.keyCode],
    ])
    const parameters = {
      ...Object.fromEntries(menu),
      CalledNumber: calleeOf(message),
      CalledShowNumber: settings.showNumber,
      StartCode: settings.ttsCode,
      StartTtsParams: templateOf(message),
      PlayTimes: '2',
      Timeout: String(KEY_MS),
      OutId: message.id.slice(-15),
    }
    return callFor(settings, { host: HOST, action: 'IvrCall', parameters }, { id: message.id, now })
  },
  read: readAliyunCall,
  hearPush(push, { reportKey }) {
    const calls = isTheirs(push, reportKey) ? reportsSchema.safeParse(push.body).data : undefined
    return calls?.map(({ call_id: reference, ...report }): PushedCall => ({ reference, heard: heard(report) }))
  },
  // They look at the status, and that `code` is a number.
  pushReply: { type: 'application/json', body: JSON.stringify({ code: 0, msg: 'ok' }) },
}

const reportSchema = z.object({
  call_id: z.string().max(128),
  /** The keys that were pressed. */
  dtmf: z.string().max(100).nullish(),
  status_code: z.string().max(40).nullish(),
  /** On reports in the middle of a call alone. */
  status_time: z.string().max(40).nullish(),
})
/** Reports come together. */
const reportsSchema = z.array(reportSchema).max(1_000)

function isTheirs({ key }: Push, expected: string): boolean {
  const [one, other] = [Buffer.from(key), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** A key counts wherever it is reported; the record of a call without one is its end. */
function heard({ dtmf, status_code, status_time }: Omit<z.infer<typeof reportSchema>, 'call_id'>): Heard {
  const key = [...(dtmf ?? '')].find((digit) => KEYS.includes(digit)) ?? dtmf?.[0]
  if (key !== undefined) return { key }
  return typeof status_time === 'string' ? { goesOn: true } : { ended: status_code ?? 'unknown' }
}
