import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { LOCALES, type Locale, localeSchema } from '../../../shared/locales.ts'
import { cutUnits } from '../../../shared/text.ts'
import { LOWEST_FLOOR } from '../../core/settings.ts'

/** An answer that waits longer than that would only look like an answer. */
const MOST_UNDO_SECONDS = 30

export const USAGE = `npm run listen -- [options]
  --server URL      the server (default: the one of this machine, by DATA_DIR/local-keys.json)
  --code CODE       a pairing code, twelve digits; needed once for a server elsewhere
  --name NAME       what the shop calls this device (default: the host's name)
  --locale LOCALE   ${LOCALES.join(' or ')} (default: the store's)
  --volume-floor N  unmute the system, and raise its volume to N percent, before a reminder (default: never)
  --state DIR       where this device keeps its inbox (default: DATA_DIR/terminal)
  --undo SECONDS    how long an answer can be taken back, 0 to 30 (default: 5)
  --render DIR      write each utterance to a wav file there instead of the sound device (Linux)
While it runs, type: a accept · r REASON reject · k noted · u undo · w whole order · m 10 mute · t sound check · l list · q quit`

export interface Options {
  help: boolean
  server: string | undefined
  code: string | undefined
  name: string
  locale: Locale | undefined
  /** 0–1. */
  volumeFloor: number | undefined
  dataDir: string
  stateDir: string
  renderDir: string | undefined
  undoMs: number | undefined
}

/** Reads the command line. Throws an Error with a sentence for people. */
export function readOptions(args: string[], env: Record<string, string | undefined>): Options {
  const { values } = parseArgs({
    args,
    options: {
      server: { type: 'string' },
      code: { type: 'string' },
      name: { type: 'string' },
      locale: { type: 'string' },
      'volume-floor': { type: 'string' },
      state: { type: 'string' },
      render: { type: 'string' },
      undo: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const undo = values.undo === undefined ? undefined : Number(values.undo.trim() || Number.NaN)
  if (undo !== undefined && !(undo >= 0 && undo <= MOST_UNDO_SECONDS))
    throw new Error(`--undo must be a number of seconds, 0 to ${MOST_UNDO_SECONDS}`)
  const dataDir = resolve(env['DATA_DIR'] || 'data')
  if (
    values.server !== undefined &&
    !/^https?:$/.test(URL.canParse(values.server) ? new URL(values.server).protocol : '')
  ) {
    throw new Error('--server must be an address that begins with http:// or https://')
  }
  const locale = values.locale === undefined ? undefined : localeSchema.safeParse(values.locale).data
  if (values.locale !== undefined && locale === undefined) throw new Error(`--locale must be ${LOCALES.join(' or ')}`)
  const floor = values['volume-floor']
  if (
    floor !== undefined &&
    !(/^\d{1,3}$/.test(floor) && Number(floor) >= LOWEST_FLOOR * 100 && Number(floor) <= 100)
  ) {
    throw new Error(`--volume-floor must be a whole number of percent, ${LOWEST_FLOOR * 100} to 100`)
  }
  return {
    help: values.help,
    server: values.server && new URL(values.server).origin,
    code: values.code,
    name: cutUnits(values.name ?? hostname(), 60) || 'terminal',
    locale,
    volumeFloor: floor === undefined ? undefined : Number(floor) / 100,
    dataDir,
    stateDir: resolve(values.state ?? `${dataDir}/terminal`),
    renderDir: values.render === undefined ? undefined : resolve(values.render),
    undoMs: undo === undefined ? undefined : undo * 1_000,
  }
}
