import { LOCALES } from '../../../shared/locales.ts'
import { SIZES, VIEWS } from '../table/views.ts'

// The list of all views beside the chosen one, which stands in a frame of the chosen size. The address says which.

const THEMES = ['light', 'dark']
const sizes = SIZES.map(({ width, height }) => `${width}x${height}`)

interface Look {
  view: string
  locale: string
  theme: string
  size: string
}

function chosen(): Look {
  const asked = new URLSearchParams(location.hash.slice(1))
  const pick = (name: string, from: readonly string[]) => from.find((one) => one === asked.get(name)) ?? from[0] ?? ''
  return {
    view: pick(
      'view',
      VIEWS.map(({ name }) => name),
    ),
    locale: pick('locale', LOCALES),
    theme: pick('theme', THEMES),
    size: pick('size', sizes.toReversed()),
  }
}

function links(look: Look, part: keyof Look, values: readonly string[]): HTMLAnchorElement[] {
  return values.map((value) => {
    const link = Object.assign(document.createElement('a'), { textContent: value })
    link.href = `#${new URLSearchParams({ ...look, [part]: value })}`
    if (look[part] === value) link.setAttribute('aria-current', 'true')
    return link
  })
}

function draw(): void {
  const look = chosen()
  const { view, locale, theme, size } = look
  const [width = '', height = ''] = size.split('x')
  const frame = Object.assign(document.createElement('iframe'), { title: view, width, height })
  frame.src = `./view.html?${new URLSearchParams({ view, locale, theme })}`
  document.getElementById('views')?.replaceChildren(
    ...links(
      look,
      'view',
      VIEWS.map(({ name }) => name),
    ),
  )
  document
    .getElementById('looks')
    ?.replaceChildren(...links(look, 'locale', LOCALES), ...links(look, 'theme', THEMES), ...links(look, 'size', sizes))
  document.getElementById('frame')?.replaceChildren(frame)
}

addEventListener('hashchange', draw)
draw()
