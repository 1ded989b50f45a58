import { PRINT_WHEN, type PrinterSettings } from '../../core/print-settings.ts'
import { useUi } from '../parts/context.tsx'
import { AddPrinter } from './add-printer.tsx'
import { PrinterRow } from './printer-row.tsx'
import { TestPrint } from './test-print.tsx'

/** Shows the ticket printers of this device, when they print, and a test. A page in a browser prints nothing by itself. */
export function PrinterSection() {
  const { bridge, view, messages } = useUi()
  const words = messages.printers
  const { printing } = view.settings
  if (bridge.testPrint === undefined) return null
  const change = (printers: readonly PrinterSettings[]) =>
    bridge.change({ printing: { ...printing, printers: [...printers] } })
  return (
    <div className="paper">
      <h2>{words.title}</h2>
      <fieldset className="choice">
        <legend>{words.when}</legend>
        {PRINT_WHEN.map((when) => (
          <button
            key={when}
            type="button"
            aria-pressed={when === printing.when}
            onClick={() => bridge.change({ printing: { ...printing, when } })}
          >
            {words.whens[when]}
          </button>
        ))}
      </fieldset>
      {printing.printers.length === 0 && <p>{words.none}</p>}
      {printing.printers.map((printer, index) => (
        <PrinterRow
          key={`${printer.role} ${printer.address}`}
          printer={printer}
          change={(next) => change(printing.printers.with(index, next))}
          remove={() => change(printing.printers.toSpliced(index, 1))}
        />
      ))}
      <AddPrinter add={(printer) => change([...printing.printers, printer])} />
      {printing.printers.length > 0 && <TestPrint run={bridge.testPrint} />}
    </div>
  )
}
