import { setTimeout as pause } from 'node:timers/promises'
import { until } from '../until.ts'
import { runX } from './x11.ts'

interface Bounds {
  x: number
  y: number
  width: number
  height: number
}

export interface XWindow {
  /** Shows the window. Without `focus` the window manager is asked not to give it the keyboard, as Electron does. */
  map(bounds: Bounds, focus: boolean): Promise<void>
  unmap(): Promise<unknown>
  activate(): Promise<unknown>
  raise(): Promise<unknown>
  minimize(): Promise<unknown>
  move(bounds: Bounds): Promise<void>
  state(change: 'add' | 'remove', states: string): Promise<unknown>
}

/** Milliseconds that Chromium needs at most, on a busy machine, to show a window, or to show a hidden one again. */
const LIMIT_MS = 120_000
const LOOK_MS = 50
const STAY_HIDDEN_LOOKS = 80

/** Finds the window with `marker` in its title, and hides it. Rejects with an Error when there is none in time. */
export async function createXWindow(marker: string, wanted: () => boolean): Promise<XWindow> {
  // The window manager's list: a walk through the tree dies when another window goes meanwhile.
  const id = await find(marker)
  const unmap = () => runX('xdotool', 'windowunmap', '--sync', id)
  await unmap()
  void stayHidden()

  /** Hides a new window again, which Chromium may map once more. */
  async function stayHidden(): Promise<void> {
    for (let look = 0; look < STAY_HIDDEN_LOOKS && !wanted(); look++) {
      if (/IsViewable/.test(await runX('xwininfo', '-id', id)) && !wanted()) await unmap()
      // Most of them do at once; a machine under load may take seconds.
      await pause(look < STAY_HIDDEN_LOOKS / 4 ? LOOK_MS : 5 * LOOK_MS, undefined, { ref: false })
    }
  }

  async function move({ x, y, width, height }: Bounds): Promise<void> {
    await runX('xdotool', 'windowsize', id, width, height)
    await runX('xdotool', 'windowmove', id, x, y)
  }

  return {
    async map(bounds, focus) {
      const set = focus ? ['-remove', '_NET_WM_USER_TIME'] : ['-set', '_NET_WM_USER_TIME', '0']
      await runX('xprop', '-id', id, '-f', '_NET_WM_USER_TIME', '32c', ...set)
      await runX('xdotool', 'windowmap', '--sync', id)
      await move(bounds)
    },
    unmap,
    move,
    activate: () => runX('xdotool', 'windowactivate', id),
    raise: () => runX('xdotool', 'windowraise', id),
    minimize: () => runX('xdotool', 'windowminimize', id),
    state: (change, states) => runX('wmctrl', '-i', '-r', id, '-b', `${change},${states}`),
  }
}

async function find(marker: string): Promise<string> {
  const windows = async () => (await runX('wmctrl', '-l')).split('\n')
  const line = await until(
    `an X window has ${marker} in its title`,
    async () => (await windows()).find((candidate) => candidate.includes(marker)),
    LIMIT_MS,
  )
  return line.split(' ')[0] ?? ''
}
