import { screen } from 'electron'
import type { Dialog, Logger } from '../../../core/ports.ts'
import { pushTo } from '../ipc/setup-ipc.ts'
import { createAlertStack } from './alert-stack.ts'
import { alertBounds, type Bounds, slipBounds } from './fit-bounds.ts'
import { openWindow } from './open-window.ts'

export interface AlertWindow {
  dialog: Dialog
  /** Shows these again, as `dialog.show` does. */
  bringBack(reminderIds: readonly string[]): void
  /** Drops all but these, which still wait for an answer; without any of them the window goes. */
  keep(reminderIds: readonly string[]): void
  /** Shows these to a human who asked for them: with the keyboard, the first on top. */
  open(reminderIds: readonly string[]): void
  /** Puts the window away; its reminders stay unanswered. */
  later(): void
}

/** Opens the window in front of everything. It appears without taking the keyboard from a human who is typing. */
export function createAlertWindow(deps: {
  preload: string
  log: Logger
  isQuitting(): boolean
  /** Whether an answer can be taken back: the window stays for it, if it was there. */
  undoable(): boolean
}): AlertWindow {
  const area = () => screen.getPrimaryDisplay().workArea
  const { window, loaded } = openWindow({
    options: { ...alertBounds(area()), minWidth: 360, alwaysOnTop: true, maximizable: false },
    page: 'index.html?surface=alert',
    preload: deps.preload,
    log: deps.log,
  })
  /** The bounds of the window before it became a slip; `undefined`: it is none. */
  let full: Bounds | undefined
  const stack = createAlertStack(() => {
    window.flashFrame(false)
    if (!deps.undoable()) window.hide()
    else if (full === undefined) {
      full = window.getBounds()
      window.setBounds(slipBounds(full))
    }
  })

  /** Gives the window its size: the usual one when it was away, its own when it was a slip. */
  function unfold(): void {
    if (!window.isVisible()) window.setBounds(alertBounds(area()))
    else if (full !== undefined) window.setBounds(full)
    full = undefined
  }
  function appear(): void {
    unfold()
    // `screen-saver` stands above the task bar and above full-screen windows; focus() would only make Windows flash.
    window.showInactive()
    window.setAlwaysOnTop(true, 'screen-saver')
    window.moveTop()
    window.flashFrame(true)
  }
  /** Takes the keyboard, unless the last reminder was answered elsewhere in the meantime. */
  function comeForward(): void {
    if (stack.empty()) return
    unfold()
    window.setAlwaysOnTop(true, 'screen-saver')
    window.show()
    window.focus()
    window.flashFrame(false)
  }
  window.on('close', (event) => {
    if (deps.isQuitting()) return
    event.preventDefault()
    putAway()
  })

  /** A human does not want the window now: it goes, whatever could still be taken back. */
  function putAway(): void {
    stack.putAway()
    window.hide()
  }

  return {
    dialog: {
      async show({ reminder }) {
        await loaded
        stack.add(reminder.id)
        appear()
        return window.isVisible() ? 'ok' : 'not_visible'
      },
      dismiss: stack.remove,
    },
    bringBack(ids) {
      for (const id of ids) stack.add(id)
      if (ids.length > 0) void loaded.then(appear)
    },
    keep(ids) {
      stack.keep(ids)
      if (stack.empty() && window.isVisible() && !deps.undoable()) window.hide()
    },
    open(ids) {
      for (const id of ids) stack.add(id)
      void loaded.then(() => {
        pushTo(window, { type: 'asked', reminderIds: ids })
        comeForward()
      })
    },
    later: putAway,
  }
}
