import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../../support/until.ts'
import { root } from '../../tooling/source-files.ts'

const SHOTS = join(root, 'test-output', 'launch')

/** What a person sees and does on the desktop; real Electron on Linux speaks to the same programs. */
export function createDesktopDriver(env: Record<string, string>) {
  const run = (program: string, ...args: (string | number)[]) =>
    execFileSync(program, args.map(String), { env, encoding: 'utf8', stdio: 'pipe' }).trim()

  /** Windows that a person can see or switch to, by their title. */
  function windows(title: string): number[] {
    const lines = run('wmctrl', '-l').split('\n')
    return lines.filter((line) => line.includes(title)).map((line) => Number(line.split(' ')[0]))
  }

  /** The notification daemon's window stands in no list of windows. */
  function bubble(): string | undefined {
    return run('xdotool', 'search', '--onlyvisible', '--class', 'dunst')
      .split('\n')
      .find((id) => id !== '')
  }

  const panelWindows = () =>
    run('xdotool', 'search', '--onlyvisible', '--class', 'xfce4-panel|wrapper').split('\n').length

  function picture(name: string, window: number | 'root', ...how: string[]): void {
    mkdirSync(SHOTS, { recursive: true })
    run('import', '-window', window, ...how, join(SHOTS, `${name}.png`))
  }

  return {
    windows,
    /** `_NET_WM_STATE` of a window. */
    stateOf: (id: number) => run('xprop', '-id', id, '_NET_WM_STATE'),
    focused: () => Number(run('xdotool', 'getactivewindow')),
    bubbleShown: () => until('there is a notification bubble', bubble),
    bubbleGone: () =>
      until('the notification bubble is gone', () => {
        try {
          return bubble() === undefined
        } catch {
          // xdotool finds nothing and says so by failing.
          return true
        }
      }),
    /** Clicks the newest of the notifications; they stand in one window, the oldest on top. */
    async clickBubble(): Promise<void> {
      const id = await until('there is a notification bubble', bubble)
      const shell = run('xdotool', 'getwindowgeometry', '--shell', id)
      const [x = 0, y = 0, height = 0] = ['X', 'Y', 'HEIGHT'].map((key) =>
        Number(new RegExp(`^${key}=(\\d+)$`, 'm').exec(shell)?.[1]),
      )
      run('xdotool', 'mousemove', '--sync', x + 60, y + height - 30, 'click', 1)
    },
    /** Opens the tray icon's menu with the right button; the panel puts the only icon into the lower right corner. */
    async openTrayMenu(): Promise<void> {
      const before = panelWindows()
      run('xdotool', 'mousemove', '--sync', 1264, 784, 'click', 3)
      await until('the tray menu is open', () => panelWindows() > before)
    },
    /** And takes the mouse away from it, lest the icon tells what it is in front of everything. */
    closeTrayMenu: () => run('xdotool', 'key', 'Escape', 'mousemove', '--sync', 40, 700),
    /** A picture of the whole screen, for people. */
    screenshot: (name: string) => picture(name, 'root'),
    pictureOf: (window: number, name: string) => picture(name, window),
    /** The lower right corner, enlarged. */
    pictureOfTray: (name: string) => picture(name, 'root', '-crop', '300x220+980+580', '+repage', '-resize', '200%'),
    tray: createTrayDriver(run),
  }
}

const ITEM = 'org.kde.StatusNotifierItem'
const PROPERTIES = 'org.freedesktop.DBus.Properties.Get'

/** Any StatusNotifierItem with a dbusmenu: real Electron's on Linux, too. */
function createTrayDriver(run: (program: string, ...args: (string | number)[]) => string) {
  const call = (dest: string, path: string, method: string, ...args: (string | number)[]) =>
    run('gdbus', 'call', '--session', '--dest', dest, '--object-path', path, '--method', method, '--', ...args)

  /** Bus name and path of the only item in the tray. */
  function item(): [string, string] {
    const watcher = 'org.kde.StatusNotifierWatcher'
    const items = call(watcher, '/StatusNotifierWatcher', PROPERTIES, watcher, 'RegisteredStatusNotifierItems')
    const found = /'([^'/]+)(\/[^']+)'/.exec(items)
    if (found === null) throw new Error('the tray is empty')
    return [found[1] ?? '', found[2] ?? '']
  }
  const property = (name: string) => call(...item(), PROPERTIES, ITEM, name)
  const menuPath = () => /'(\/[^']*)'/.exec(property('Menu'))?.[1] ?? ''

  function menu(): { id: number; label: string; enabled: boolean }[] {
    const layout = call(item()[0], menuPath(), 'com.canonical.dbusmenu.GetLayout', 0, -1, '[]')
    return layout
      .split('<(')
      .slice(1)
      .flatMap((entry) => {
        const label = /'label': <'([^']*)'/.exec(entry)?.[1]
        if (label === undefined) return []
        return [{ id: Number(/^\d+/.exec(entry)?.[0]), label, enabled: !/'enabled': <false>/.test(entry) }]
      })
  }

  return {
    name: () => item()[0],
    tooltip: () => property('ToolTip'),
    icon: () => property('IconPixmap'),
    menu,
    async click(label: string): Promise<void> {
      const entry = await until(`the tray menu offers ${label}`, () =>
        menu().find((candidate) => candidate.label === label && candidate.enabled),
      )
      call(item()[0], menuPath(), 'com.canonical.dbusmenu.Event', entry.id, 'clicked', '<0>', 0)
    },
  }
}
