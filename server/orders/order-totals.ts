import type { OrderTotals } from '../../shared/api/order-history.ts'
import { ORDER_STATUS, PAY_STATUS } from '../../shared/order.ts'
import type { Search } from '../db/paging.ts'
import type { OrderRow } from './order-row.ts'

type Group = Pick<OrderRow, 'currency' | 'pay_status' | 'status'> & { orders: number; amount: number; refunded: number }

/** Sums up all orders that a search finds, by currency, in minor units; an order that nobody paid is counted alone. */
export async function totalsOf(search: Search): Promise<OrderTotals> {
  const groups: Group[] = await search
    .select('currency', 'pay_status', 'status')
    .count({ orders: '*' })
    .sum({ amount: 'amount_minor', refunded: 'refunded_minor' })
    .groupBy('currency', 'pay_status', 'status')
    .orderBy('currency')
  const currencies = [
    ...new Set(groups.filter(({ pay_status }) => pay_status !== PAY_STATUS.unpaid).map((g) => g.currency)),
  ]
  return {
    orders: sum(groups.map(({ orders }) => orders)),
    sums: currencies.map((currency) => {
      const paid = groups.filter((group) => group.currency === currency && group.pay_status === PAY_STATUS.paid)
      const isCalledOff = ({ status }: Group) => status === ORDER_STATUS.cancelled
      const left = (some: readonly Group[]) => sum(some.map(({ amount, refunded }) => amount - refunded))
      return {
        currency,
        takenMinor: left(paid.filter((group) => !isCalledOff(group))),
        refundedMinor: sum(groups.filter((group) => group.currency === currency).map(({ refunded }) => refunded)),
        owedMinor: left(paid.filter(isCalledOff)),
      }
    }),
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
