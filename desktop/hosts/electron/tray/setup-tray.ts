import { app, Menu, type NativeImage, nativeImage, Tray } from 'electron'
import type { Status } from '../../../core/bell/status.ts'
import type { Settings } from '../../../core/settings.ts'
import { drawTrayIcon } from '../../../icons/tray-icon.ts'
import { type MenuAction, type TrayModel, trayModel } from './tray-model.ts'

export interface HostTray {
  render(status: Status, settings: Settings): void
}

/** Puts the icon into the tray, and draws {@link trayModel} whenever that has changed. */
export function setupTray(
  actions: Record<MenuAction, () => void> & {
    /** Windows: the mark on the task bar's button; `null` takes it away. */
    overlay(icon: NativeImage | null, words: string): void
  },
): HostTray {
  let tray: Tray | undefined
  let drawn = ''

  function draw(model: TrayModel): void {
    const image = iconOf(model)
    if (tray === undefined) {
      tray = new Tray(image)
      tray.on('click', actions.open)
    } else tray.setImage(image)
    tray.setToolTip(model.tooltip)
    if (process.platform === 'darwin') tray.setTitle(model.badge)
    // On Linux a change of the menu is seen only when it is set again.
    tray.setContextMenu(
      Menu.buildFromTemplate(
        model.menu.map((entry) =>
          entry === 'separator'
            ? { type: 'separator' as const }
            : { label: entry.label, enabled: entry.enabled, click: () => actions[entry.action]() },
        ),
      ),
    )
    app.setBadgeCount(model.count)
    actions.overlay(model.badge === '' ? null : image, model.tooltip)
  }

  return {
    render(status, settings) {
      const model = trayModel(status, settings)
      const text = JSON.stringify(model)
      if (text === drawn) return
      drawn = text
      draw(model)
    },
  }
}

function iconOf(model: TrayModel): NativeImage {
  const mac = process.platform === 'darwin'
  const { size, bgra } = drawTrayIcon(model, mac ? 36 : 32, mac)
  const image = nativeImage.createFromBitmap(bgra, { width: size, height: size, scaleFactor: mac ? 2 : 1 })
  if (mac) image.setTemplateImage(true)
  return image
}
