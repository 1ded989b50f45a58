import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import * as z from 'zod'

export const CHROMIUM = '/usr/lib/chromium/chromium'
const WINDOW_LIMIT_MS = 300_000
/** It writes down what pages have stored before it ends. */
const CLOSE_LIMIT_MS = 45_000

const messageSchema = z.object({
  id: z.number().optional(),
  method: z.string().optional(),
  sessionId: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
})
const targetSchema = z.object({ targetInfo: z.object({ type: z.string(), url: z.string(), targetId: z.string() }) })

export interface PageTarget {
  targetId: string
  sessionId: string
}

export type Chromium = Awaited<ReturnType<typeof startChromium>>

/**
 * Starts the machine's Chromium, driven by its DevTools protocol over a pipe (each message ends with a zero byte).
 * Events are emitted as `sessionId:method`, or `method`. The debugging port is left to Playwright. Rejects with an
 * Error when Chromium ends.
 */
export async function startChromium({ folder, switches }: { folder: string; switches: readonly string[] }) {
  const flags = prepare(folder)
  const child = spawn(CHROMIUM, [...flags, '--no-startup-window', '--remote-debugging-pipe', ...switches], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  })
  const events = new EventEmitter().setMaxListeners(0)
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void; method: string }>()
  const gone = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  let over = false
  void gone.then(() => {
    over = true
    for (const { reject } of waiting.values()) reject(new Error('Chromium is gone'))
  })
  const [, , stderr, toChild, fromChild] = child.stdio as unknown as [null, null, Readable, Writable, Readable]
  toChild.on('error', () => {})
  splitAt('\n', stderr, (line) => {
    if (line.startsWith('DevTools listening on ')) process.stderr.write(`${line}\n`)
  })
  splitAt('\0', fromChild, (text) => receive(JSON.parse(text)))
  let last = 0

  function receive(raw: unknown): void {
    const { id, method, sessionId, params, result, error } = messageSchema.parse(raw)
    if (id === undefined)
      return void events.emit(sessionId === undefined ? `${method}` : `${sessionId}:${method}`, params)
    const entry = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) entry?.resolve(result)
    else entry?.reject(new Error(`${entry.method}: ${error.message}`))
  }

  function send(method: string, params: object = {}, sessionId?: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (over) return reject(new Error('Chromium is gone'))
      const id = ++last
      waiting.set(id, { resolve, reject, method })
      toChild.write(`${JSON.stringify({ id, method, params, ...(sessionId !== undefined && { sessionId }) })}\0`)
    })
  }

  /** Opens a window without tabs and address bar: a second chromium passes its command line to the first. */
  async function openWindow(marker: string, { width, height }: { width: number; height: number }): Promise<PageTarget> {
    const seen = new Promise<string>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error('no window came')), WINDOW_LIMIT_MS)
      const look = (params: unknown) => {
        const { targetInfo } = targetSchema.parse(params)
        if (targetInfo.type !== 'page' || !targetInfo.url.includes(marker)) return
        clearTimeout(limit)
        events.off('Target.targetCreated', look).off('Target.targetInfoChanged', look)
        resolve(targetInfo.targetId)
      }
      events.on('Target.targetCreated', look).on('Target.targetInfoChanged', look)
    })
    // --app takes web-safe schemes only, so not about:blank.
    const page = `--app=data:text/html,<title>${marker}</title>`
    spawn(CHROMIUM, [...flags, page, `--window-size=${width},${height}`], { stdio: 'ignore' })
    const targetId = await seen
    const attached = await send('Target.attachToTarget', { targetId, flatten: true })
    return { targetId, ...z.object({ sessionId: z.string() }).parse(attached) }
  }

  async function close(): Promise<void> {
    if (over) return
    await send('Browser.close').catch(() => {})
    const late = setTimeout(() => child.kill('SIGKILL'), CLOSE_LIMIT_MS)
    await gone
    clearTimeout(late)
  }

  await send('Target.setDiscoverTargets', { discover: true })
  return { events, send, openWindow, close, gone }
}

function prepare(folder: string): string[] {
  mkdirSync(join(folder, 'Default'), { recursive: true })
  // The window manager's title bar, as Electron has it.
  const preferences = { browser: { custom_chrome_frame: false } }
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences))
  return [
    `--user-data-dir=${folder}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-extensions',
    '--disable-features=Translate,MediaRouter,OptimizationHints,AimEnabled',
    '--password-store=basic',
    '--autoplay-policy=no-user-gesture-required',
    // Root has no sandbox.
    ...(process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : []),
  ]
}

function splitAt(separator: string, stream: NonNullable<ChildProcess['stderr']>, take: (part: string) => void): void {
  let rest = ''
  stream.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split(separator)
    rest = parts.pop() ?? ''
    for (const part of parts) take(part)
  })
}
