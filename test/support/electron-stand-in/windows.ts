import { EventEmitter } from 'node:events'
import { preventable, type StandInApp } from './app.ts'
import type { Chromium } from './chromium.ts'
import type { StandInIpc } from './ipc-main.ts'
import type { SchemeHandler } from './schemes.ts'
import type { Image } from './tray.ts'
import { WebContents } from './web-contents.ts'
import { createXWindow, type XWindow } from './x-window.ts'

interface Bounds {
  x: number
  y: number
  width: number
  height: number
}
interface Options extends Bounds {
  icon: Image
  webPreferences: { preload: string; sandbox: boolean; contextIsolation: boolean; nodeIntegration: boolean }
}

/** Makes `BrowserWindow` and `webContents`: every window begins hidden, as all of the app's do. */
export function createWindowClasses(deps: {
  app: StandInApp
  ipcMain: StandInIpc
  schemes: ReadonlyMap<string, SchemeHandler>
}) {
  const { app } = deps
  const all = new Set<BrowserWindow>()
  let chromium: Chromium | undefined
  let opening: Promise<unknown> = Promise.resolve()

  class BrowserWindow extends EventEmitter {
    static getAllWindows = () => [...all]
    static fromWebContents = (contents: WebContents) => [...all].find((w) => w.webContents === contents) ?? null
    readonly webContents: WebContents
    private readonly options: Options
    private bounds: Bounds
    private shown = false
    private minimized = false
    private destroyed = false
    private frame: XWindow | undefined
    /** The operations on the window, in order. */
    private queue: Promise<unknown>

    constructor(options: Options) {
      super()
      const { sandbox, contextIsolation, nodeIntegration } = options.webPreferences
      if (!sandbox || !contextIsolation || nodeIntegration) throw new Error('only sandboxed, isolated pages here')
      this.options = options
      const { x, y, width, height } = options
      this.bounds = { x, y, width, height }
      this.webContents = new WebContents({ ...deps, closeWindow: () => this.close() })
      all.add(this)
      app.emit('web-contents-created', {}, this.webContents)
      app.emit('browser-window-created', {}, this)
      this.queue = opening.then(() => this.open())
      opening = this.queue.catch(() => {})
      this.queue.catch((error: unknown) => process.emitWarning(`a window could not be opened: ${error}`))
    }

    private async open(): Promise<void> {
      if (chromium === undefined) throw new Error('Cannot create BrowserWindow before app is ready')
      const marker = `stand-in-${process.pid}-${all.size}-${Date.now()}`
      const target = await chromium.openWindow(marker, this.bounds)
      chromium.events.on('Target.targetDestroyed', (params: { targetId: string }) => {
        if (params.targetId === target.targetId) this.gone()
      })
      this.frame = await createXWindow(marker, () => this.shown)
      await this.webContents.attach(chromium, target, this.options)
    }

    /** Runs `task` after the operations asked for before. Its failure is ignored: the window may be gone. */
    private later(task: (frame: XWindow) => Promise<unknown>): void {
      if (this.destroyed) throw new TypeError('Object has been destroyed')
      this.queue = this.queue.then(() => (this.frame === undefined ? undefined : task(this.frame))).catch(() => {})
    }

    private gone(): void {
      if (this.destroyed) return
      this.destroyed = true
      all.delete(this)
      this.emit('closed')
      if (all.size === 0) app.emit('window-all-closed')
    }

    loadURL(url: string): Promise<void> {
      const loaded = new Promise<void>((resolve) => this.webContents.once('did-finish-load', () => resolve()))
      this.later(() => this.webContents.navigate(url))
      return loaded
    }
    private map(focus: boolean): void {
      const before = this.shown
      this.shown = true
      this.minimized = false
      this.later(async (frame) => {
        await frame.map(this.bounds, focus)
        if (focus) await frame.activate()
      })
      if (!before) this.emit('show')
    }
    show(): void {
      this.map(true)
    }
    showInactive(): void {
      this.map(false)
    }
    hide(): void {
      this.shown = false
      this.later((frame) => frame.unmap())
      this.emit('hide')
    }
    focus(): void {
      this.later((frame) => frame.activate())
    }
    moveTop(): void {
      this.later((frame) => frame.raise())
    }
    minimize(): void {
      this.minimized = true
      this.later((frame) => frame.minimize())
    }
    restore(): void {
      this.minimized = false
      this.later((frame) => frame.activate())
    }
    maximize(): void {
      this.later((frame) => frame.state('add', 'maximized_vert,maximized_horz'))
    }
    setAlwaysOnTop(on: boolean): void {
      this.later((frame) => frame.state(on ? 'add' : 'remove', 'above'))
    }
    flashFrame(on: boolean): void {
      this.later((frame) => frame.state(on ? 'add' : 'remove', 'demands_attention'))
    }
    setBounds(bounds: Bounds): void {
      this.bounds = bounds
      this.later((frame) => frame.move(bounds))
    }
    getBounds(): Bounds {
      return { ...this.bounds }
    }
    isVisible(): boolean {
      return this.shown && !this.destroyed
    }
    isMinimized(): boolean {
      return this.minimized
    }
    isMaximized(): boolean {
      return false
    }
    isDestroyed(): boolean {
      return this.destroyed
    }
    /** Closes the window; returns false when the app prevents that. */
    close(): boolean {
      const event = preventable()
      this.emit('close', event)
      if (event.defaultPrevented) return false
      this.later(() => this.webContents.cdp('Page.close'))
      this.gone()
      return true
    }
  }

  app.onQuitWindows(() => BrowserWindow.getAllWindows().every((window) => window.close()))

  return {
    BrowserWindow,
    webContents: {
      fromDevToolsTargetId: (id: string) => [...all].find((w) => w.webContents.target?.targetId === id)?.webContents,
    },
    use(started: Chromium) {
      chromium = started
    },
    close: async () => await chromium?.close(),
  }
}
