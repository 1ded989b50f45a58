import { EventEmitter } from 'node:events'
import type { StandInMenu } from './menu.ts'
import type { SessionBus } from './session-bus.ts'
import { exportStatusItem, type StatusItem } from './status-item.ts'

export interface Image {
  bgra: Buffer
  width: number
  height: number
}

/** Makes the class `Tray`, as the StatusNotifierItem that Electron exports on Linux. */
export function createTrayClass({ bus, id }: { bus: SessionBus; id: string }) {
  const trays = new Set<{ item: Promise<StatusItem | undefined> }>()

  class Tray extends EventEmitter {
    readonly shows: { image: Image; tooltip: string; menu: StandInMenu }
    readonly item: Promise<StatusItem | undefined>

    constructor(image: Image) {
      super()
      this.shows = { image, tooltip: '', menu: { items: [] } }
      this.item = exportStatusItem(bus, id, this.shows, () => this.emit('click', {})).catch(() => undefined)
      trays.add(this)
    }
    setImage(image: Image): void {
      this.shows.image = image
      void this.item.then((item) => item?.changed('icon'))
    }
    setToolTip(tooltip: string): void {
      this.shows.tooltip = tooltip
      void this.item.then((item) => item?.changed('tooltip'))
    }
    setContextMenu(menu: StandInMenu): void {
      this.shows.menu = menu
      void this.item.then((item) => item?.changed('menu'))
    }
  }

  async function removeAll(): Promise<void> {
    for (const { item } of trays) await (await item)?.remove()
  }
  return { Tray, removeAll }
}
