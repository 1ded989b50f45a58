import { EventEmitter } from 'node:events'
import * as z from 'zod'
import type { Chromium, PageTarget } from './chromium.ts'
import type { StandInIpc } from './ipc-main.ts'
import { ISOLATED_WORLD, iconScript, pageScripts } from './page-scripts.ts'
import { fromChromium, fulfil, type SchemeHandler, STAND_IN_PATTERN, toChromium } from './schemes.ts'
import type { Image } from './tray.ts'

const contextSchema = z.object({
  context: z.object({ id: z.int(), name: z.string(), auxData: z.object({ frameId: z.string() }).partial() }),
})
const bindingSchema = z.object({ payload: z.string(), executionContextId: z.int() })
const callSchema = z.object({ id: z.int(), channel: z.string(), args: z.array(z.unknown()) })
const navigatedSchema = z.object({ frame: z.object({ url: z.string(), parentId: z.string().optional() }) })

/** One page of Chromium as Electron's `webContents`. */
export class WebContents extends EventEmitter {
  /** Read by Playwright. */
  target: PageTarget | undefined
  private readonly closeWindow: () => void
  private readonly ipcMain: StandInIpc
  private readonly schemes: ReadonlyMap<string, SchemeHandler>
  private chromium: Chromium | undefined
  private world: number | undefined
  private url = ''

  constructor(deps: { closeWindow(): void; ipcMain: StandInIpc; schemes: ReadonlyMap<string, SchemeHandler> }) {
    super()
    this.closeWindow = deps.closeWindow
    this.ipcMain = deps.ipcMain
    this.schemes = deps.schemes
  }

  /**
   * Connects to the page that now exists: listens to its events, and runs the preload in every document that it loads.
   */
  async attach(
    chromium: Chromium,
    target: PageTarget,
    { webPreferences, icon }: { webPreferences: { preload: string }; icon: Image },
  ): Promise<void> {
    this.chromium = chromium
    this.target = target
    const on = (method: string, listener: (params: unknown) => void) =>
      chromium.events.on(`${target.sessionId}:${method}`, listener)
    on('Runtime.executionContextCreated', (params) => {
      const { context } = contextSchema.parse(params)
      if (context.name === ISOLATED_WORLD && context.auxData.frameId === target.targetId) this.world = context.id
    })
    on('Runtime.executionContextsCleared', () => {
      this.world = undefined
    })
    on('Runtime.bindingCalled', (params) => void this.answer(bindingSchema.parse(params)))
    on('Page.frameNavigated', (params) => {
      const { frame } = navigatedSchema.parse(params)
      if (frame.parentId === undefined) this.url = fromChromium(frame.url)
    })
    on('Page.loadEventFired', () => {
      if (!this.url.startsWith('data:')) this.emit('did-finish-load', {})
    })
    on('Fetch.requestPaused', async (params) => {
      await this.cdp('Fetch.fulfillRequest', await fulfil(this.schemes, params)).catch(() => {})
    })
    await this.cdp('Page.enable')
    await this.cdp('Fetch.enable', { patterns: [{ urlPattern: STAND_IN_PATTERN }] })
    await this.cdp('Runtime.addBinding', { name: 'standInHost', executionContextName: ISOLATED_WORLD })
    await this.cdp('Runtime.enable')
    const { main, isolated } = pageScripts(webPreferences.preload)
    await this.cdp('Page.addScriptToEvaluateOnNewDocument', { source: main })
    await this.cdp('Page.addScriptToEvaluateOnNewDocument', { source: iconScript(icon) })
    await this.cdp('Page.addScriptToEvaluateOnNewDocument', { source: isolated, worldName: ISOLATED_WORLD })
  }

  cdp(method: string, params: object = {}): Promise<unknown> {
    if (this.chromium === undefined) return Promise.reject(new Error('there is no page yet'))
    return this.chromium.send(method, params, this.target?.sessionId)
  }

  navigate(url: string): Promise<unknown> {
    return this.cdp('Page.navigate', { url: toChromium(url) })
  }

  private async answer({ payload, executionContextId }: z.infer<typeof bindingSchema>): Promise<void> {
    const { id, channel, args } = callSchema.parse(JSON.parse(payload))
    let ok = true
    let value: unknown
    try {
      value = structuredClone(
        await this.ipcMain.answer(channel, { senderFrame: { url: this.url, parent: null } }, args),
      )
    } catch (error) {
      ok = false
      value = String(error)
    }
    const expression = `standInReply(${id}, ${ok}, ${JSON.stringify(value) ?? 'undefined'})`
    await this.cdp('Runtime.evaluate', { contextId: executionContextId, expression }).catch(() => {})
  }

  /** Sends to the page. As in Electron, a message sent before the page listens is lost. */
  send(channel: string, ...args: unknown[]): void {
    const text = JSON.stringify(structuredClone(args))
    if (this.world === undefined) return
    const expression = `standInReceive(${JSON.stringify(channel)}, ${text})`
    this.cdp('Runtime.evaluate', { contextId: this.world, expression }).catch(() => {})
  }

  reload(): void {
    this.cdp('Page.reload').catch(() => {})
  }
  close(): void {
    this.closeWindow()
  }
  isDestroyed(): boolean {
    return false
  }
  setWindowOpenHandler(): void {}
}
