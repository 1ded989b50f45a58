import { describe, expect, it } from 'vitest'
import { CHANNEL_KINDS, missingIn, settingsOf, topicOf } from '../../../desktop/core/people/channel-kinds.ts'
import { PATIENCES, sensiblePolicy } from '../../../desktop/core/people/sensible-policy.ts'
import { messagesFor } from '../../../desktop/ui/messages/index.ts'
import { escalationSchema } from '../../../shared/api/escalation.ts'
import { LOCALES } from '../../../shared/locales.ts'

describe('the policy of three answers', () => {
  it.each(PATIENCES)('is one that the server takes, after %s', (after) => {
    const policy = sensiblePolicy({ contacts: ['ct_1', 'ct_2'], channel: 'cn_1', after })
    expect(escalationSchema.parse(policy)).toEqual(policy)
    expect(policy.map(({ cause }) => cause)).toEqual([
      after === 'limit' ? 'limit' : 'unanswered',
      ...['no_device', 'not_heard', 'not_printed', 'expired'],
    ])
    for (const { contacts, channel } of policy) expect([contacts, channel]).toEqual([['ct_1', 'ct_2'], 'cn_1'])
  })
})

it('a step about paper that looks before any device has said something is refused', () => {
  const step = { cause: 'not_printed', contacts: ['ct_1'], channel: 'cn_1' }
  expect(escalationSchema.safeParse([{ ...step, afterS: 9 }]).error?.issues[0]?.path).toEqual([0, 'afterS'])
  expect(escalationSchema.safeParse([{ ...step, afterS: 10 }]).success).toBe(true)
})

describe('the fields of a channel', () => {
  it('are cleaned of blanks, and those of another kind are left out', () => {
    const typed = { url: '  https://ntfy.sh ', topic: 'laidan-1', token: '  ', secret: 'of another kind' }
    expect(settingsOf('ntfy', typed)).toEqual({ url: 'https://ntfy.sh', topic: 'laidan-1' })
    expect(missingIn('ntfy', typed)).toEqual([])
    expect(missingIn('ntfy', { url: ' ' })).toEqual(['url', 'topic'])
    expect(missingIn('fax', {})).toEqual([])
  })

  it('have words for each kind, in each language', () => {
    for (const locale of LOCALES) {
      const { people } = messagesFor(locale)
      for (const kind of Object.keys(CHANNEL_KINDS)) {
        expect(people.channelKinds[kind], `${kind} in ${locale}`).toBeTruthy()
        expect(people.channelHints[kind], `${kind} in ${locale}`).toBeTruthy()
      }
    }
  })

  it('get a topic that nobody guesses, of letters that ntfy takes', () => {
    expect(topicOf(new Uint8Array([0, 15, 255]))).toBe('laidan-000fff')
  })
})
