import type { Locale } from '../../../../shared/locales.ts'
import { escapeXml } from '../escape-xml.ts'
import { CALLEE_ALLOWANCES } from '../phone-budgets.ts'
import type { ChannelModule, Heard, Message } from '../port.ts'
import { type Account, accountSchema, callTwilio, ends, HOST, readTwilio } from './account.ts'
import { sameSignature, signTwilio } from './sign.ts'

/** The codes of Twilio’s voices for a language (twilio.com/docs/voice/twiml/say). */
const VOICE: Record<Locale, string> = { 'zh-CN': 'cmn-CN', en: 'en-US' }
/** Seconds of ringing before the call is given up, and of waiting for a key. */
const RING_S = 40
const KEY_S = 10
/** Times that the words are said, while no key is pressed. */
const TIMES = 2

/** The last words of a call’s state (twilio.com/docs/voice/api/call-resource, "Call status values"). */
const ENDS = ['completed', 'busy', 'failed', 'no-answer', 'canceled']

/**
 * Calls by Twilio. The callee hears one sentence and presses a key: reports of it are signed. `ends` of a message hangs a
 * call up, also one that Twilio has queued: up to a day, where more are asked for than one a second.
 */
export const twilioVoice: ChannelModule<Account> = {
  kind: 'twilio_voice',
  settings: accountSchema,
  host: () => HOST,
  allowances: [{ most: 1, withinMs: 1_000 }],
  calleeAllowances: CALLEE_ALLOWANCES,
  needs: 'mobile',
  rings: true,
  request(message, account) {
    if (message.ends !== null) return callTwilio(account, `Calls/${message.ends}`, { Status: 'completed' })
    const { link } = message
    return callTwilio(account, 'Calls', {
      ...ends(account, message.mobile),
      Twiml: twiml(message),
      Timeout: String(RING_S),
      ...(link !== undefined && { StatusCallback: reportsTo(link), StatusCallbackEvent: 'completed' }),
    })
  },
  read: readTwilio,
  hear({ url, headers, fields }, { authToken }) {
    if (!sameSignature(headers['x-twilio-signature'], signTwilio(authToken, url, fields))) return undefined
    return heard(fields)
  },
  reply: (sentence, language) => ({
    type: 'text/xml',
    body: `<?xml version="1.0" encoding="UTF-8"?><Response>${sentence === '' ? '' : say(sentence, language)}</Response>`,
  }),
}

/** The address for reports of a call, behind the link of its message. */
function reportsTo(link: string): string {
  return `${link}/call`
}

function heard(fields: Readonly<Record<string, string>>): Heard {
  const { Digits: key, CallStatus: status = '' } = fields
  if (key !== undefined && key !== '') return { key }
  return ENDS.includes(status) ? { ended: status } : { goesOn: true }
}

/** Writes what is said (TwiML): with a link, a key is waited for. */
function twiml({ sentence, language, link }: Message): string {
  const words = say(sentence, language).repeat(TIMES)
  if (link === undefined) return `<Response>${words}</Response>`
  const action = escapeXml(reportsTo(link))
  return `<Response><Gather numDigits="1" timeout="${KEY_S}" method="POST" action="${action}">${words}</Gather></Response>`
}

function say(sentence: string, language: Message['language']): string {
  return `<Say language="${VOICE[language]}">${escapeXml(sentence)}</Say>`
}
