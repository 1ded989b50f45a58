import { interface as dbusInterface, Variant } from '@jellybrick/dbus-next'
import type { StandInMenu } from './menu.ts'
import type { SessionBus } from './session-bus.ts'
import type { Image } from './tray.ts'

interface Shown {
  image: Image
  tooltip: string
  menu: StandInMenu
}

export interface StatusItem {
  changed(what: 'icon' | 'tooltip' | 'menu'): void
  remove(): Promise<void>
}

interface Watcher {
  RegisterStatusNotifierItem(name: string): Promise<void>
}

const WATCHER = 'org.kde.StatusNotifierWatcher'
const read = (signature: string) => ({ signature, access: 'read' as const })
const call = (inSignature: string, outSignature: string) => ({ inSignature, outSignature })

/**
 * Exports a StatusNotifierItem with its com.canonical.dbusmenu. Rejects with the bus's error, also without a watcher.
 */
export async function exportStatusItem(
  bus: SessionBus,
  id: string,
  shown: Shown,
  clicked: () => void,
): Promise<StatusItem> {
  const connection = await bus.get()
  const item = createItem(id, shown, clicked)
  const menu = createMenuInterface(shown)
  // 0.11.3: the constructor's empty fields hide what configureMembers has put into the prototype.
  for (const exported of [item, menu])
    for (const field of ['$properties', '$methods', '$signals'] as const) delete exported[field]
  connection.export('/StatusNotifierItem', item)
  connection.export('/MenuBar', menu)
  const name = `org.kde.StatusNotifierItem-${process.pid}-1`
  await connection.requestName(name, 0)
  const proxy = await connection.getProxyObject(WATCHER, '/StatusNotifierWatcher')
  await (proxy.getInterface(WATCHER) as unknown as Watcher).RegisterStatusNotifierItem(name)
  return {
    changed(what) {
      if (what === 'icon') item.NewIcon()
      else if (what === 'tooltip') item.NewToolTip()
      else menu.LayoutUpdated()
    },
    remove: async () => void (await connection.releaseName(name).catch(() => {})),
  }
}

function createItem(id: string, shown: Shown, clicked: () => void) {
  class Item extends dbusInterface.Interface {
    Category = 'ApplicationStatus'
    Id = id
    Status = 'Active'
    WindowId = 0
    IconName = ''
    ItemIsMenu = false
    Menu = '/MenuBar'
    get Title(): string {
      return shown.tooltip
    }
    get ToolTip(): unknown[] {
      return ['', [], shown.tooltip, '']
    }
    get IconPixmap(): unknown[] {
      return [pixmap(shown.image)]
    }
    Activate(): void {
      setImmediate(clicked)
    }
    SecondaryActivate(): void {}
    ContextMenu(): void {}
    Scroll(): void {}
    NewIcon(): void {}
    NewToolTip(): void {}
  }
  Item.configureMembers({
    properties: {
      Category: read('s'),
      Id: read('s'),
      Title: read('s'),
      Status: read('s'),
      WindowId: read('i'),
      IconName: read('s'),
      IconPixmap: read('a(iiay)'),
      ToolTip: read('(sa(iiay)ss)'),
      ItemIsMenu: read('b'),
      Menu: read('o'),
    },
    methods: {
      Activate: call('ii', ''),
      SecondaryActivate: call('ii', ''),
      ContextMenu: call('ii', ''),
      Scroll: call('is', ''),
    },
    signals: { NewIcon: { signature: '' }, NewToolTip: { signature: '' } },
  })
  return new Item('org.kde.StatusNotifierItem')
}

function createMenuInterface(shown: Shown) {
  let revision = 1
  const properties = (position: number) => {
    const item = shown.menu.items[position - 1]
    if (item === undefined) return {}
    if (item.type === 'separator') return { type: new Variant('s', 'separator') }
    return { label: new Variant('s', item.label), enabled: new Variant('b', item.enabled) }
  }
  class Menu extends dbusInterface.Interface {
    Version = 3
    Status = 'normal'
    TextDirection = 'ltr'
    IconThemePath: string[] = []
    GetLayout(): unknown[] {
      const children = shown.menu.items.map((_, i) => new Variant('(ia{sv}av)', [i + 1, properties(i + 1), []]))
      return [revision, [0, { 'children-display': new Variant('s', 'submenu') }, children]]
    }
    GetGroupProperties(ids: number[]): unknown[] {
      return ids.map((id) => [id, properties(id)])
    }
    GetProperty(id: number, name: string): unknown {
      return (properties(id) as Record<string, unknown>)[name]
    }
    Event(id: number, what: string): void {
      const item = shown.menu.items[id - 1]
      if (what === 'clicked' && item?.enabled === true) setImmediate(item.click)
    }
    EventGroup(events: [number, string][]): number[] {
      for (const [id, what] of events) this.Event(id, what)
      return []
    }
    AboutToShow(): boolean {
      return false
    }
    AboutToShowGroup(): unknown[] {
      return [[], []]
    }
    LayoutUpdated(): [number, number] {
      return [++revision, 0]
    }
  }
  Menu.configureMembers({
    properties: { Version: read('u'), Status: read('s'), TextDirection: read('s'), IconThemePath: read('as') },
    methods: {
      GetLayout: call('iias', 'u(ia{sv}av)'),
      GetGroupProperties: call('aias', 'a(ia{sv})'),
      GetProperty: call('is', 'v'),
      Event: call('isvu', ''),
      EventGroup: call('a(isvu)', 'ai'),
      AboutToShow: call('i', 'b'),
      AboutToShowGroup: call('ai', 'aiai'),
    },
    signals: { LayoutUpdated: { signature: 'ui' } },
  })
  return new Menu('com.canonical.dbusmenu')
}

/**
 * Converts blue, green, red, alpha to ARGB32 in network byte order, as the StatusNotifierItem specification wants it.
 */
function pixmap({ bgra, width, height }: Image): unknown[] {
  const argb = Buffer.alloc(bgra.length)
  for (let i = 0; i < bgra.length; i += 4) argb.writeUInt32BE(bgra.readUInt32LE(i), i)
  return [width, height, argb]
}
