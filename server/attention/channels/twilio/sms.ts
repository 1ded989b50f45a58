import { CALLEE_ALLOWANCES } from '../phone-budgets.ts'
import type { ChannelModule } from '../port.ts'
import { type Account, accountSchema, callTwilio, ends, HOST, readTwilio } from './account.ts'

/** Characters of a text: seven parts of a text in Chinese, each of which is paid for. */
const MOST_CHARACTERS = 480

/** Texts (SMS) by Twilio (twilio.com/docs/messaging/api/message-resource). */
export const twilioSms: ChannelModule<Account> = {
  kind: 'twilio_sms',
  settings: accountSchema,
  host: () => HOST,
  allowances: [{ most: 60, withinMs: 60_000 }],
  calleeAllowances: CALLEE_ALLOWANCES,
  needs: 'mobile',
  request: ({ sentence, title, link, mobile }, account) => {
    const words = `${title} ${sentence}`.slice(0, MOST_CHARACTERS)
    return callTwilio(account, 'Messages', {
      ...ends(account, mobile),
      Body: link === undefined ? words : `${words} ${link}`,
    })
  },
  read(answer) {
    const delivery = readTwilio(answer)
    return delivery.state === 'sent' ? { state: 'sent' } : delivery
  },
}
