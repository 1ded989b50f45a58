import { useEffect, useRef } from 'react'
import { sayTitle } from '../../core/statements/say.ts'
import { isDeaf } from '../../core/statements/statements.ts'
import { useUi } from '../parts/context.tsx'
import { useStatements } from './use-statements.ts'

/**
 * Keeps the title of this tab or window: how many wait and, from the moment when no order arrives or none is heard until
 * that is over, why. The icon of a tab has a mark for as long. A window is named by what it shows, `own`, so that several
 * can be told apart in the system's lists; its host's title stays at the end.
 */
export function useTitle(surface: 'tab' | 'window', own?: string): void {
  const { view, messages } = useUi()
  const { statements, facts, words } = useStatements()
  const trouble = sayTitle(statements, facts, words)
  const marked = isDeaf(statements) || trouble !== undefined
  const hosts = useRef(document.title)
  const waiting = Object.values(view.status.unanswered).reduce((sum, count) => sum + count, 0)

  useEffect(() => {
    const count = waiting > 0 ? `(${waiting}) ` : ''
    const shows = own === undefined ? hosts.current : `${own} – ${hosts.current}`
    const name = surface === 'tab' ? messages.productName : shows
    const well = surface === 'tab' ? `${count}${name}` : name
    document.title = trouble === undefined ? well : `${count}⚠ ${trouble} – ${name}`
  }, [surface, own, waiting, trouble, messages])

  useEffect(() => {
    const icon = document.querySelector('link[rel="icon"]')
    const href = icon?.getAttribute('href')
    if (icon === null || href == null) return
    icon.setAttribute('href', href.replace(/icon(-offline)?\.svg$/, marked ? 'icon-offline.svg' : 'icon.svg'))
  }, [marked])
}
