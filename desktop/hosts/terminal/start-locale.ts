import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DEFAULT_LOCALE, LOCALE_FACTS, LOCALES, type Locale, localeSchema } from '../../../shared/locales.ts'
import { pairedLocale } from './pairing.ts'

/**
 * Finds the language in which the terminal says why it cannot start, and its options: the one that is asked for, the one
 * of the shop that it is paired with, the one of the terminal, or that of shops that name none. Never rejects, however
 * wrong the command line is.
 */
export async function startLocale(args: string[], env: Record<string, string | undefined>): Promise<Locale> {
  const { values } = parseArgs({
    args,
    strict: false,
    options: { locale: { type: 'string' }, state: { type: 'string' } },
  })
  const asked = localeSchema.safeParse(values.locale).data
  if (asked !== undefined) return asked
  const folder = typeof values.state === 'string' ? values.state : join(env['DATA_DIR'] || 'data', 'terminal')
  const paired = await pairedLocale(folder).catch(() => undefined)
  if (paired !== undefined) return paired
  const tag = (env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '').replace(/[_.].*/, '')
  return LOCALES.find((locale) => LOCALE_FACTS[locale].readers.test(tag)) ?? DEFAULT_LOCALE
}
