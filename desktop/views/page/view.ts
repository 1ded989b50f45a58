import { DEFAULT_LOCALE, localeSchema } from '../../../shared/locales.ts'
import { VIEWS } from '../table/views.ts'
import { showView } from './show-view.ts'

// One view fills the page: `view.html?view=alert&locale=en&theme=dark`. A test changes it from outside, without another
// load, by `showView(name, locale)`.

const held = { unmount() {} }

async function show(name: string, locale: string, theme: 'system' | 'light' | 'dark' = 'system'): Promise<void> {
  const view = VIEWS.find((one) => one.name === name)
  if (view === undefined) throw new Error(`there is no view ${name}`)
  held.unmount()
  held.unmount = await showView(view, localeSchema.catch(DEFAULT_LOCALE).parse(locale), theme)
}

Reflect.set(globalThis, 'showView', show)
const asked = new URLSearchParams(location.search)
const name = asked.get('view')
if (name !== null) {
  const theme = asked.get('theme') === 'dark' ? 'dark' : 'light'
  void show(name, asked.get('locale') ?? DEFAULT_LOCALE, theme)
}
