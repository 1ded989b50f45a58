import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { LOCALES, type Locale, localeSchema } from '../../../shared/locales.ts'
import { serverAddress } from '../../../shared/server-address.ts'
import { cutUnits } from '../../../shared/text.ts'
import type { PrintSettings } from '../../core/print-settings.ts'
import { LOWEST_FLOOR } from '../../core/settings.ts'
import { readPrinting } from './print-options.ts'
import { StartFault } from './start-messages.ts'

/** An answer that waits longer than that would only look like an answer. */
const MOST_UNDO_SECONDS = 30

export interface Options {
  help: boolean
  server: string | undefined
  code: string | undefined
  name: string
  locale: Locale | undefined
  /** 0–1. */
  volumeFloor: number | undefined
  /** The hourly sentence that it is still online. */
  stillOnline: boolean
  dataDir: string
  stateDir: string
  renderDir: string | undefined
  undoMs: number | undefined
  /** `undefined`: what the last run printed. */
  printing: PrintSettings | undefined
}

/** Reads the command line. Throws a {@link StartFault}; for an unknown option, Node's own TypeError. */
export function readOptions(args: string[], env: Record<string, string | undefined>): Options {
  const { values } = parseArgs({
    args,
    options: {
      server: { type: 'string' },
      code: { type: 'string' },
      name: { type: 'string' },
      locale: { type: 'string' },
      'volume-floor': { type: 'string' },
      'still-online': { type: 'boolean', default: false },
      state: { type: 'string' },
      render: { type: 'string' },
      undo: { type: 'string' },
      printer: { type: 'string', multiple: true },
      print: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const undo = values.undo === undefined ? undefined : Number(values.undo.trim() || Number.NaN)
  if (undo !== undefined && !(undo >= 0 && undo <= MOST_UNDO_SECONDS))
    throw new StartFault((words) => words.undo(MOST_UNDO_SECONDS))
  const dataDir = resolve(env['DATA_DIR'] || 'data')
  if (
    values.server !== undefined &&
    !/^https?:$/.test(URL.canParse(values.server) ? new URL(values.server).protocol : '')
  ) {
    throw new StartFault((words) => words.server)
  }
  const locale = values.locale === undefined ? undefined : localeSchema.safeParse(values.locale).data
  if (values.locale !== undefined && locale === undefined)
    throw new StartFault((words) => words.locale(LOCALES.join(' / ')))
  const floor = values['volume-floor']
  if (
    floor !== undefined &&
    !(/^\d{1,3}$/.test(floor) && Number(floor) >= LOWEST_FLOOR * 100 && Number(floor) <= 100)
  ) {
    throw new StartFault((words) => words.volumeFloor(LOWEST_FLOOR * 100))
  }
  return {
    help: values.help,
    server: values.server && serverAddress(new URL(values.server)),
    code: values.code,
    name: cutUnits(values.name ?? hostname(), 60) || 'terminal',
    locale,
    volumeFloor: floor === undefined ? undefined : Number(floor) / 100,
    stillOnline: values['still-online'],
    dataDir,
    stateDir: resolve(values.state ?? `${dataDir}/terminal`),
    renderDir: values.render === undefined ? undefined : resolve(values.render),
    undoMs: undo === undefined ? undefined : undo * 1_000,
    printing: readPrinting(values.printer, values.print),
  }
}
