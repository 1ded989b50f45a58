import * as z from 'zod'

/**
 * An address of the operator’s own, http or https, without a user and a password in it. It may be inside of the shop’s
 * network: whoever holds the operator’s key decides.
 */
export const targetUrl = z
  .string()
  .max(1_000)
  .refine((text) => {
    if (!URL.canParse(text)) return false
    const { protocol, username, password } = new URL(text)
    return (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
  }, 'must be an address such as https://example.com/hook, without a user in it')
