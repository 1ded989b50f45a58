import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { expect, it } from 'vitest'
import { signWebhook } from '../../../server/lib/sign-webhook.ts'

it('agrees with the specification’s library about any id, time and body', () => {
  const seconds = fc.integer({ min: 0, max: 4_000_000_000 })
  const word = fc.string({ unit: 'grapheme-ascii', minLength: 1 })
  fc.assert(
    fc.property(
      word,
      seconds,
      fc.string({ unit: 'grapheme' }),
      fc.uint8Array({ minLength: 24, maxLength: 64 }),
      (id, at, body, key) => {
        const secret = `whsec_${Buffer.from(key).toString('base64')}`
        expect(signWebhook(secret, id, at, body)).toBe(new Webhook(secret).sign(id, new Date(at * 1000), body))
      },
    ),
  )
})
