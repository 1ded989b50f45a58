import { type FormEvent, useState } from 'react'
import { type PrinterSettings, printerAddressSchema } from '../../core/print-settings.ts'
import { useUi } from '../parts/context.tsx'

/** A printer of the network as a human sets it up first. */
const FRESH = { role: 'kitchen', paper: 80, status: 'asks', beep: false, drawer: false } as const

/** Shows the field for the address of another printer; an address that is none is refused beside it. */
export function AddPrinter({ add }: { add(printer: PrinterSettings): void }) {
  const { messages } = useUi()
  const words = messages.printers
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState(false)

  function submit(event: FormEvent): void {
    event.preventDefault()
    const address = text.trim().includes('://') ? text.trim() : `tcp://${text.trim()}`
    if (!printerAddressSchema.safeParse(address).success) return setWrong(true)
    add({ ...FRESH, address, fulfilments: [] })
    setText('')
    setWrong(false)
  }

  return (
    <form onSubmit={submit}>
      <label className="labelled">
        <span>{words.address}</span>
        <input
          className="field"
          value={text}
          maxLength={300}
          aria-invalid={wrong}
          onChange={(event) => setText(event.target.value)}
        />
        <small>{wrong ? words.addressWrong : words.addressHint}</small>
      </label>
      <button type="submit" className="button" disabled={text.trim() === ''}>
        {words.add}
      </button>
    </form>
  )
}
