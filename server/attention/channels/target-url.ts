import * as z from 'zod'
import { isWebAddress } from '../../lib/web-address.ts'

/**
 * An address of the operator’s own, http or https, without a user and a password in it. It may be inside of the shop’s
 * network, where a program or a server of the shop’s own stands; what it leads to is looked at when it is called.
 */
export const targetUrl = z
  .string()
  .max(1_000)
  .refine(isWebAddress, 'must be an address such as https://example.com/hook, without a user in it')
