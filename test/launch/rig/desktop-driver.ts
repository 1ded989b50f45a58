import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../tooling/source-files.ts'
import { until } from './until.ts'

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
    async clickBubble(): Promise<void> {
      const id = await until('there is a notification bubble', bubble)
      const shell = run('xdotool', 'getwindowgeometry', '--shell', id)
      const [x, y] = ['X', 'Y'].map((key) => Number(new RegExp(`^${key}=(\\d+)$`, 'm').exec(shell)?.[1]))
      run('xdotool', 'mousemove', '--sync', Number(x) + 60, Number(y) + 30, 'click', 1)
    },
    /** Opens the tray icon's menu with the right button; the panel puts the only icon into the lower right corner. */
    async openTrayMenu(): Promise<void> {
      const before = panelWindows()
      run('xdotool', 'mousemove', '--sync', 1264, 784, 'click', 3)
      await until('the tray menu is open', () => panelWindows() > before)
    },
    closeTrayMenu: () => run('xdotool', 'key', 'Escape'),
    /** A picture of the whole screen, for people. */
    screenshot(name: string): void {
      mkdirSync(SHOTS, { recursive: true })
      run('import', '-window', 'root', join(SHOTS, `${name}.png`))
    },
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
    click(label: string): void {
      const entry = menu().find((candidate) => candidate.label === label)
      if (entry === undefined) throw new Error(`the tray menu has no ${label}`)
      call(item()[0], menuPath(), 'com.canonical.dbusmenu.Event', entry.id, 'clicked', '<0>', 0)
    },
  }
}
