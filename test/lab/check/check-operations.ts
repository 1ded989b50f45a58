import { groupBy } from './group-by.ts'
import type { Operation, OperationLine, Violation } from './history.ts'
import type { DatabaseDump, OrderRow } from './read-database.ts'

type Sent = Extract<OperationLine, { t: 'send' }>
type Answer = Extract<OperationLine, { t: 'answer' }>

/**
 * Whether what was promised to callers is so: I1 (what was acknowledged is on disk), I4 (paid once, whatever was
 * repeated), I11 (one intention, one answer, one effect).
 */
export function checkOperations(lines: readonly OperationLine[], db: DatabaseDump): Violation[] {
  const answers = groupBy(
    lines.filter((line) => line.t === 'answer'),
    (line) => line.op,
  )
  const operations = [...new Map(lines.filter((line) => line.t === 'send').map((line) => [line.op, line])).values()]
  const orders = new Map(db.orders.map((order) => [order.id, order]))
  return [
    ...operations.flatMap((operation) => checkAnswers(operation, (answers.get(operation.op) ?? []).filter(decides))),
    ...operations.flatMap((operation) => checkEffect(operation, acknowledged(answers.get(operation.op)), db, orders)),
    ...checkOnce(operations, (operation) => acknowledged(answers.get(operation.op)), orders),
  ]
}

/** An answer that is about the moment and not about the question: the caller asks again. */
function decides({ status }: Answer): boolean {
  return status < 500 && status !== 429 && status !== 401
}

function acknowledged(answers: Answer[] = []): Answer | undefined {
  return answers.find(({ status }) => status < 300)
}

function checkAnswers({ op, kind }: Sent, answers: Answer[]): Violation[] {
  const different = new Set(answers.map(({ status, body }) => JSON.stringify([status, body], withoutRequestId)))
  return different.size <= 1
    ? []
    : [{ invariant: 'I11', what: `${kind} ${op} was answered ${[...different].join(' and ').slice(0, 300)}` }]
}

/** The one thing in an answer that is about the request and not about what was asked. */
function withoutRequestId(key: string, value: unknown): unknown {
  return key === 'requestId' ? undefined : value
}

function checkEffect(
  operation: Sent,
  answer: Answer | undefined,
  db: DatabaseDump,
  orders: Map<number, OrderRow>,
): Violation[] {
  if (answer === undefined) return []
  const lost = (what: string): Violation[] => [
    { invariant: 'I1', what: `${operation.kind} ${operation.op} was answered ${answer.status}: ${what}` },
  ]
  if (operation.kind === 'pay') return checkPaid(operation, db, lost)
  if (operation.kind === 'place') {
    const order = db.orders.find(({ number }) => number === operation.number)
    return order?.amount_minor === operation.amountMinor && order.store_id === operation.storeId
      ? []
      : lost('no such order')
  }
  const order = orders.get(operation.orderId)
  if (order === undefined) return lost('its order is not there')
  if (operation.kind === 'confirm' && order.confirmed_at === null) return lost('the order is not confirmed')
  if (operation.kind === 'reject' && order.cancelled_at === null) return lost('the order is not rejected')
  if (operation.kind === 'cancel' && order.cancelled_at === null) return lost('the order is not cancelled')
  return []
}

/** An acknowledged notice is on disk with its facts, and stands where it belongs: applied, or in review for a true reason. */
function checkPaid(
  notice: Operation & { kind: 'pay' },
  db: DatabaseDump,
  lost: (what: string) => Violation[],
): Violation[] {
  const payment = db.payments.find(({ transaction_id }) => transaction_id === notice.transactionId)
  if (payment === undefined) return lost('the payment is not in the database')
  if (payment.amount_minor !== notice.amountMinor || payment.order_number !== notice.orderNumber)
    return lost('other facts are')
  const order = db.orders.find(({ number }) => number === notice.orderNumber)
  if (payment.state === 'review' && payment.review_reason === null)
    return lost('the payment was claimed and never decided')
  if (payment.review_reason === null)
    return notice.right ? [] : [{ invariant: 'I4', what: `${notice.op}, of a wrong amount, paid order ${order?.id}` }]
  if (!notice.right) return []
  const paidByAnother = db.payments.some(
    (other) => other !== payment && other.order_id === order?.id && other.review_reason === null,
  )
  const why = payment.review_reason
  const true_ = why === 'order_already_paid' ? paidByAnother : why === 'order_cancelled' && order?.cancelled_at != null
  return true_
    ? []
    : lost(`the payment is ${payment.state}, ${why}, and order ${order?.id} has status ${order?.status}`)
}

/** Each urge counts once, whatever was repeated; of two answers to an order one wins. */
function checkOnce(
  operations: readonly Sent[],
  acknowledgement: (operation: Sent) => Answer | undefined,
  orders: Map<number, OrderRow>,
): Violation[] {
  const found: Violation[] = []
  const moving = operations.filter((operation) => 'orderId' in operation)
  for (const [orderId, group] of groupBy(moving, (operation) => operation.orderId)) {
    const of = (kind: Operation['kind']) => group.filter((operation) => operation.kind === kind)
    const yes = (kind: Operation['kind']) =>
      of(kind).filter((operation) => acknowledgement(operation) !== undefined).length
    const urges = orders.get(orderId)?.urges ?? 0
    if (urges < yes('urge') || urges > of('urge').length)
      found.push({
        invariant: 'I11',
        what: `order ${orderId} was urged ${yes('urge')} of ${of('urge').length} times and counts ${urges}`,
      })
    if (yes('confirm') + yes('reject') > 1)
      found.push({
        invariant: 'I11',
        what: `order ${orderId} was answered ${yes('confirm')} times yes and ${yes('reject')} times no`,
      })
  }
  return found
}
