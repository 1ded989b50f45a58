import * as z from 'zod'
import { fulfilmentSchema } from '../../../shared/order.ts'
import { bodyPath, textOrPath } from './json-path.ts'

const several = z.array(textOrPath).max(20)
const words = z.array(z.string().min(1).max(100)).min(1).max(20)

/** A path with `@` has a meaning in a line of the order alone. */
const outsideOfLines = textOrPath.refine((text) => !/^@(?!@)/.test(text), 'must begin with $: it is not in a line')
const severalOutside = z.array(outsideOfLines).max(20)

/**
 * The template by which a body becomes an order: the shape of an order, with paths in place of values. Whatever a path
 * does not find is left out, but for `id`, `amount` and `items`, without which there is no order.
 */
export const templateSchema = z.strictObject({
  /** The sender’s own id of the order: a body that comes twice is known by it. */
  id: bodyPath,
  /** The number that people say; left out: the id. */
  number: outsideOfLines.optional(),
  /** Where a body says what has become of the order; left out: every body is a paid order. */
  status: bodyPath.optional(),
  /** The words of `status` for: paid; to be made and paid at the door; called off. All others are ignored. */
  paid: words.optional(),
  onDelivery: words.optional(),
  calledOff: words.optional(),
  amount: outsideOfLines,
  /** `major`: 38.50 is thirty-eight yuan fifty; `minor`: 3850 is. */
  amountIn: z.enum(['major', 'minor']).default('major'),
  currency: outsideOfLines.default('CNY'),
  items: z.strictObject({
    each: bodyPath,
    name: textOrPath,
    quantity: textOrPath.default('1'),
    /** The amount of one piece. */
    unitAmount: textOrPath.optional(),
    notes: several.default([]),
  }),
  remarks: severalOutside.default([]),
  customer: z
    .strictObject({
      name: outsideOfLines.optional(),
      phone: outsideOfLines.optional(),
      address: outsideOfLines.optional(),
    })
    .default({}),
  fulfilment: z
    .union([
      fulfilmentSchema,
      z.strictObject({
        path: bodyPath,
        delivery: words.optional(),
        pickup: words.optional(),
        dine_in: words.optional(),
        otherwise: fulfilmentSchema.default('delivery'),
      }),
    ])
    .default('delivery'),
})

export type Template = z.infer<typeof templateSchema>
