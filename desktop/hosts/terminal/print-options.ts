import { PRINT_WHEN, type PrintSettings, printerAddressSchema, printSettingsSchema } from '../../core/print-settings.ts'
import { StartFault } from './start-messages.ts'

/** The words behind an address that this program knows: `?paper=58&status=none&beep&drawer&for=dine_in`. */
const WORDS = ['paper', 'status', 'beep', 'drawer', 'for']

/**
 * Reads `--printer` and `--print`; `undefined` where neither is given, since the settings of the last run count then.
 * Throws a {@link StartFault}.
 */
export function readPrinting(
  printers: readonly string[] | undefined,
  when: string | undefined,
): PrintSettings | undefined {
  if (when !== undefined && !PRINT_WHEN.some((known) => known === when))
    throw new StartFault((words) => words.print(PRINT_WHEN.join(' / ')))
  if (printers === undefined && when === undefined) return undefined
  return printSettingsSchema.parse({ when, printers: (printers ?? []).map(readPrinter) })
}

/** Reads `kitchen=tcp://192.168.1.50?paper=58`. Throws a {@link StartFault}. */
function readPrinter(text: string): object {
  const [, role = 'kitchen', address = '', query = ''] = /^(?:(front|kitchen)=)?([^?]*)(?:\?(.*))?$/.exec(text) ?? []
  const words = new URLSearchParams(query)
  const paper = words.get('paper') ?? '80'
  const status = words.get('status') ?? 'ask'
  const known =
    printerAddressSchema.safeParse(address).success &&
    ['58', '80'].includes(paper) &&
    ['ask', 'none'].includes(status) &&
    [...words.keys()].every((word) => WORDS.includes(word))
  if (!known) throw new StartFault((say) => say.printer)
  return {
    role,
    address,
    paper: Number(paper),
    status: status === 'none' ? 'silent' : 'asks',
    beep: words.has('beep'),
    drawer: words.has('drawer'),
    fulfilments: words.getAll('for'),
  }
}
