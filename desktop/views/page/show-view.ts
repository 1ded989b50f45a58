import type { Locale } from '../../../shared/locales.ts'
import { mountUi } from '../../ui/app/mount.tsx'
import type { HostView } from '../../ui/bridge.ts'
import type { FixedView } from '../data/scene.ts'
import { NOW } from '../data/time.ts'
import { fixedBridge } from './fixed-bridge.ts'
import { fixedClock } from './fixed-clock.ts'
import { frame, walkSteps } from './walk-steps.ts'

/**
 * Draws a view into the page; returns what takes it away again, once all of it stands. Rejects with an `Error` when the
 * screen never comes to look so, or a part of it cannot be drawn.
 */
export async function showView(view: FixedView, locale: Locale, theme: HostView['theme']): Promise<() => void> {
  const root = document.getElementById('root')
  if (root === null) throw new Error('the page has no #root')
  const scene = view.draw(locale)
  const host = { ...scene.view.host, theme }
  const bridge = fixedBridge({ ...scene, view: { ...scene.view, host } }, NOW)
  history.replaceState(null, '', `#${view.screen ?? 'board'}`)
  const unmount = mountUi(root, bridge, view.surface ?? 'all', fixedClock(NOW))
  try {
    await walkSteps([...(view.steps ?? []), { see: view.shows }])
  } catch (error) {
    unmount()
    throw error
  }
  await document.fonts.ready
  await frame()
  await frame()
  const reveal = () => view.reveals !== undefined && document.querySelector(view.reveals)?.scrollIntoView()
  reveal()
  addEventListener('resize', reveal)
  return () => {
    removeEventListener('resize', reveal)
    unmount()
  }
}
