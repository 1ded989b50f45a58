import { type FormEvent, useState } from 'react'
import { ORDER_STATUS, type OrderStatus } from '../../../shared/order.ts'
import { useUi } from '../parts/context.tsx'
import { dayInWords } from '../parts/format.ts'
import { beginningOf, endOf } from './days.ts'
import type { Search } from './use-history.ts'

const EMPTY = { number: '', phone: '', from: '', to: '' }
const STATUSES = Object.values(ORDER_STATUS)

/** Shows the fields of a search: number, phone, dates. A press on a status searches at once. */
export function SearchForm({ search }: { search(search: Search): void }) {
  const { messages, locale, timezone } = useUi()
  const { history } = messages
  const [fields, setFields] = useState(EMPTY)
  const [status, setStatus] = useState<OrderStatus>()

  function submit(event: FormEvent): void {
    event.preventDefault()
    search(toSearch(fields, status, timezone))
  }

  function choose(next: OrderStatus | undefined): void {
    setStatus(next)
    search(toSearch(fields, next, timezone))
  }

  function field(name: keyof typeof EMPTY, type: 'search' | 'date' | 'tel') {
    return (
      <label className="labelled">
        <span>{history[name]}</span>
        <input
          className="field"
          type={type}
          value={fields[name]}
          maxLength={64}
          autoComplete="off"
          onChange={(event) => setFields({ ...fields, [name]: event.target.value })}
        />
      </label>
    )
  }

  const from = dayInWords(fields.from, locale)
  const to = dayInWords(fields.to, locale)

  return (
    <form className="search" onSubmit={submit}>
      <div className="search-fields">
        {field('number', 'search')}
        {field('phone', 'tel')}
        {field('from', 'date')}
        {field('to', 'date')}
        <button type="submit" className="button accept">
          {history.search}
        </button>
      </div>
      {/* A native date field follows the browser's language, so 03/04 can be read in two ways; words cannot. */}
      <p className="in-words" role="status">
        {(from !== undefined || to !== undefined) && history.between(from, to)}
      </p>
      <fieldset className="choice wide">
        <legend className="unseen">{history.status}</legend>
        <button type="button" aria-pressed={status === undefined} onClick={() => choose(undefined)}>
          {history.all}
        </button>
        {STATUSES.map((one) => (
          <button key={one} type="button" aria-pressed={status === one} onClick={() => choose(one)}>
            {messages.status[one]}
          </button>
        ))}
      </fieldset>
    </form>
  )
}

/** Reads the fields. Days are those of the store, `to` included; a phone number needs three digits. */
function toSearch(fields: typeof EMPTY, status: OrderStatus | undefined, timeZone: string | undefined): Search {
  const number = fields.number.trim()
  const phone = fields.phone.trim()
  const from = beginningOf(fields.from, timeZone)
  const to = endOf(fields.to, timeZone)
  return {
    ...(number !== '' && { number }),
    ...(phone.length >= 3 && { phone }),
    ...(status !== undefined && { status: [status] }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  }
}
