import type * as z from 'zod'
import type { OrderItem } from '../../../shared/api/orders.ts'
import type { Currency } from '../../../shared/money.ts'
import type { Fulfilment } from '../../../shared/order.ts'

/** A webhook as it came in. */
export interface Delivery {
  /** The bytes that were signed. */
  body: Buffer
  /** Reads a header by its name in lower case. */
  header(name: string): string | undefined
  /** The part of the address behind the connector’s id; empty: there is none. */
  pathSecret: string
}

/** A line of a platform’s order, before it is made to fit. */
export interface DraftItem {
  name: string
  /** As the platform counts; need not be whole. */
  quantity: number
  unitAmountMinor?: number | undefined
  /** The customer’s wishes for it. */
  notes: readonly string[]
}

/** A platform’s order, before it is made to fit. */
export interface DraftOrder {
  /** The number that people say. */
  number: string
  amountMinor: number
  currency: Currency
  fulfilment: Fulfilment
  items: readonly DraftItem[]
  /** The customer’s wishes for all of it, a line each. */
  remarks: readonly string[]
  customer: { name?: string | undefined; phone?: string | undefined; address?: string | undefined }
}

/** A platform’s order, fitted to the limits of the REST interface. */
export interface FittedOrder extends Omit<DraftOrder, 'items' | 'remarks' | 'customer'> {
  items: OrderItem[]
  remark: string | undefined
  customer: { name?: string; phone?: string; address?: string } | undefined
}

/**
 * A platform’s word on one of its orders. `externalId` is the platform’s own id of the order, the same in each delivery;
 * `at` the platform’s time of this state, milliseconds, where it names one: an older word that comes later is known by it;
 * `returnedMinor` all that has gone back of the money so far.
 *
 * `to_make`: the shop has to make it, because it is paid, or because it is paid at the door (`on_delivery`).
 * `called_off`: the platform has called it off. `ignored`: there is nothing to do.
 */
export type PlatformNews =
  | {
      kind: 'to_make'
      externalId: string
      at: number | undefined
      money: 'paid' | 'on_delivery'
      returnedMinor: number
      order: DraftOrder
    }
  | {
      kind: 'called_off'
      externalId: string
      at: number | undefined
      reason?: string | undefined
      returnedMinor: number
    }
  | { kind: 'ignored'; why: string }

/** The reason why a genuine body cannot be made into an order. `message` names places in the body, and quotes nothing of it. */
export class UnfitBody extends Error {
  override name = 'UnfitBody'
}

/** The news of an order that its platform is told. `promisedAt`: the time for which the shop promised it, milliseconds. */
export interface ShopNews {
  what: 'accepted' | 'rejected' | 'ready' | 'dispatched' | 'completed' | 'cancelled'
  promisedAt: number | undefined
  reason: string | undefined
  /** The same in words, in the language of the store. */
  words: string
}

/** A call to a platform’s API, ready to be made. */
export interface PlatformRequest {
  url: string
  method: 'POST' | 'PUT'
  headers: Readonly<Record<string, string>>
  body: string
}

/**
 * The meaning of a platform’s answer. later: not now, the call is made again. refused: never; what the call was about is
 * left out, and the operator is told why.
 */
export type PlatformReply = 'done' | { later: string } | { refused: string }

/** A platform’s API, by which it is told what became of its orders. */
export interface PlatformApi<Api extends object = object> {
  /** The address and the keys, as the operator gives them. All of them are secrets but the host. */
  settings: z.ZodType<Api>
  /** The address that is called. */
  url(api: Api): string
  /** Words the calls that tell a piece of news, in their order; none: the platform is not told that. */
  tell(news: ShopNews, externalId: string, api: Api): PlatformRequest[]
  /** Reads an answer of 2xx; what every platform means by the others is read elsewhere. */
  readBody?(body: string): PlatformReply
}

/**
 * A shop platform: its folder exports one such module, and one line of all-connectors.ts lists it. Pure: no database and
 * no network.
 */
export interface ConnectorModule<Settings extends object = object> {
  /** The name in the REST API and in `/connect/{kind}/…`. Payments are stored under it, so that it never changes. */
  kind: string
  settings: z.ZodType<Settings>
  /** Whether the platform signs with a secret of its own choice, which the operator brings: one made here would be no use. */
  bringsSecret?: true
  /** The status of an answer that takes a delivery. */
  acknowledged: 200 | 204
  /**
   * Whether a genuine body that cannot be made into an order is taken all the same: a platform that switches a webhook off
   * after a few refusals would bring no other order either.
   */
  takesUnfit: boolean
  /** Tells whether a delivery is the platform’s own test of the address, which carries no signature. */
  isPing?(delivery: Delivery): boolean
  /** Verifies the signature of the raw body, in constant time. */
  verify(delivery: Delivery, secret: string, settings: Settings): boolean
  /** Whether the delivery has a signature at all. */
  isSigned(delivery: Delivery, settings: Settings): boolean
  /** Reads a genuine delivery. Throws {@link UnfitBody}. */
  read(delivery: Pick<Delivery, 'body' | 'header'>, settings: Settings): PlatformNews
  /** Absent: the platform cannot be told anything. */
  api?: PlatformApi
}
