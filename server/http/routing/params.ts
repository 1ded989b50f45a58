import * as z from 'zod'

/** Reads decimal digits only, so that an order has one path: `0x1` and `1e0` are numbers to JavaScript too. */
const digits = (text: unknown) => (typeof text === 'string' && /^[1-9]\d*$/.test(text) ? Number(text) : text)

/** `{id}` of a payment in a path. */
export const byPaymentId = z.object({ id: z.string().min(1).max(64) })

/** `{id}` of a store in a path. */
export const byStoreId = z.object({ id: z.string().min(1).max(64) })

/** `{id}` of an order in a path. */
export const byOrderId = z.object({ id: z.preprocess(digits, z.int().min(1)) })

/** `{id}` of a webhook endpoint in a path. */
export const byEndpointId = z.object({ id: z.string().min(1).max(64) })

/** `{id}` of a contact or a channel in a path. */
export const byTargetId = z.object({ id: z.string().min(1).max(64) })
