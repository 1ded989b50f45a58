import { type MoneySaid, sayAfter, sayBefore, saySlip } from '../../core/money/say-money.ts'
import { useUi } from '../parts/context.tsx'
import { useOrderMoney } from './use-order-money.ts'

/** Shows one statement about money; a human who has to do something sees it first. */
export function MoneyLine({ said: { tone, text } }: { said: MoneySaid }) {
  return (
    <p className="money-line" data-tone={tone}>
      {text}
    </p>
  )
}

/** Shows, before an order is called off, what that would do to its money: the server's word, or that it cannot be asked. */
export function MoneyBefore({ orderId }: { orderId: number }) {
  const { messages, locale } = useUi()
  const read = useOrderMoney(orderId)
  return (
    <div className="money-said" role="status">
      {read === undefined ? (
        <p className="money-line">{messages.money.asking}</p>
      ) : (
        <MoneyLine said={sayBefore(read, locale)} />
      )}
    </div>
  )
}

/** Shows what became of the money of an order that was called off; nothing where none goes back. */
export function MoneyAfter({ orderId }: { orderId: number }) {
  const { messages, locale } = useUi()
  const read = useOrderMoney(orderId)
  const said = read && sayAfter(read, locale).map((one, index) => ({ one, key: `${index}` }))
  return (
    <div className="money-said" role="status">
      {said === undefined ? (
        <p className="money-line">{messages.money.asking}</p>
      ) : (
        said.map(({ one, key }) => <MoneyLine key={key} said={one} />)
      )}
    </div>
  )
}

/** Writes the statement of {@link MoneyBefore} in short, for a slip that can still be taken back. */
export function MoneyBeforeText({ orderId }: { orderId: number }) {
  const { messages, locale } = useUi()
  const read = useOrderMoney(orderId)
  const said = read && saySlip(read, locale)
  return (
    <span className="money-slip" data-tone={said?.tone}>
      {said?.text ?? messages.money.asking}
    </span>
  )
}
