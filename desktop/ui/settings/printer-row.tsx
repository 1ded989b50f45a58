import { useState } from 'react'
import { cloudServiceOf } from '../../core/cloud-accounts.ts'
import { PRINTER_ROLES, type PrinterSettings } from '../../core/print-settings.ts'
import { useUi } from '../parts/context.tsx'
import { CloudAccount } from './cloud-account.tsx'
import { TicketPreview } from './ticket-preview.tsx'
import { Toggle } from './toggle.tsx'

const PAPERS = [58, 80] as const

interface PrinterRowProps {
  printer: PrinterSettings
  change(next: PrinterSettings): void
  remove(): void
}

/** Shows one printer: what it is for, its paper, what it does besides, and on demand what a ticket of it looks like. */
export function PrinterRow({ printer, change, remove }: PrinterRowProps) {
  const { messages } = useUi()
  const words = messages.printers
  const service = cloudServiceOf(printer.address)
  const [previewed, setPreviewed] = useState(false)
  return (
    <fieldset className="choice" data-printer={printer.address}>
      <legend>{printer.address}</legend>
      {PRINTER_ROLES.map((role) => (
        <button
          key={role}
          type="button"
          aria-pressed={role === printer.role}
          onClick={() => change({ ...printer, role })}
        >
          {words.roles[role]}
        </button>
      ))}
      {PAPERS.map((paper) => (
        <button
          key={paper}
          type="button"
          aria-pressed={paper === printer.paper}
          aria-label={`${words.paper} ${paper} mm`}
          onClick={() => change({ ...printer, paper })}
        >
          {paper} mm
        </button>
      ))}
      <button type="button" aria-expanded={previewed} data-preview onClick={() => setPreviewed(!previewed)}>
        {previewed ? words.hidePreview : words.preview}
      </button>
      <button type="button" onClick={remove}>
        {words.remove}
      </button>
      {service === undefined ? (
        <Toggle label={words.beep} on={printer.beep} change={(beep) => change({ ...printer, beep })} />
      ) : (
        <CloudAccount service={service} />
      )}
      {printer.role === 'front' && (
        <Toggle label={words.drawer} on={printer.drawer} change={(drawer) => change({ ...printer, drawer })} />
      )}
      {printer.status === 'silent' && <small>{words.silent}</small>}
      {previewed && <TicketPreview printer={printer} />}
    </fieldset>
  )
}
