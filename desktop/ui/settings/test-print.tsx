import { useState } from 'react'
import { ownEntry } from '../../../shared/own-entry.ts'
import { PRINTER_FAULTS } from '../../../shared/phrases/printer-faults.ts'
import type { PrinterTest } from '../../core/printing/test-print.ts'
import { useUi } from '../parts/context.tsx'

/** Shows the button that prints a test page at every printer, and how each went. */
export function TestPrint({ run }: { run(): Promise<readonly PrinterTest[]> }) {
  const { messages, locale } = useUi()
  const words = messages.printers
  const [busy, setBusy] = useState(false)
  const [tests, setTests] = useState<readonly PrinterTest[]>([])

  async function test(): Promise<void> {
    setBusy(true)
    setTests(await run())
    setBusy(false)
  }

  return (
    <div>
      <button type="button" className="button" disabled={busy} onClick={() => void test()}>
        {busy ? words.testing : words.test}
      </button>
      <div role="status">
        {tests.map(({ printer, outcome }) => (
          <p key={`${printer.role} ${printer.address}`}>
            {printer.address} ·{' '}
            {outcome === 'ok' ? words.sent : words.notPrinted(ownEntry(PRINTER_FAULTS[locale], outcome) ?? outcome)}
          </p>
        ))}
      </div>
    </div>
  )
}
