import { LOCALES, type Locale } from '../../../shared/locales.ts'

const NAMES: Record<Locale, string> = { 'zh-CN': '中文', en: 'English' }

/** Chooses the language of the page, for as long as it is open. */
export function LocaleChoice({
  locale,
  setLocale,
  label,
}: {
  locale: Locale
  setLocale(locale: Locale): void
  label: string
}) {
  return (
    <fieldset className="choice">
      <legend className="unseen">{label}</legend>
      {LOCALES.map((one) => (
        <button key={one} type="button" lang={one} aria-pressed={one === locale} onClick={() => setLocale(one)}>
          {NAMES[one]}
        </button>
      ))}
    </fieldset>
  )
}
