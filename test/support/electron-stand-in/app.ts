import { execFileSync } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Start } from './create-electron.ts'

/** Makes an event whose default can be prevented. */
export function preventable() {
  const event = {
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
  }
  return event
}

export type StandInApp = ReturnType<typeof createApp>

const EXIT_LIMIT_MS = 60_000
/** Node itself; read before boot.ts puts a packaged app's own program into `process.execPath`. */
const NODE = process.execPath

/** Makes `app`: paths, the lock between real processes, and Electron's order of events at the end. */
export function createApp({ name, version, args, packaged }: Start) {
  let lock: { server: Server; path: string } | undefined
  let phase: 'starting' | 'ready' | 'quitting' | 'exiting' = 'starting'
  const closers: (() => Promise<void>)[] = []
  let closeWindows: () => boolean = () => true
  const emitter = new EventEmitter()
  const ready = new Promise<void>((resolve) => emitter.once('ready', resolve))

  const switchValue = (key: string) => args.find((a) => a.startsWith(`--${key}=`))?.slice(key.length + 3) ?? ''
  const appData = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config')
  const userData = switchValue('user-data-dir') || join(appData, name)

  function requestSingleInstanceLock(): boolean {
    mkdirSync(userData, { recursive: true })
    const path = join(userData, 'lock.sock')
    if (existsSync(path) && answers(path)) return false
    rmSync(path, { force: true })
    const server = createServer((other) => {
      other.end()
      emitter.emit('second-instance', {}, [], '', null)
    })
    server.listen(path).unref()
    lock = { server, path }
    return true
  }

  function quit(): void {
    if (phase === 'quitting' || phase === 'exiting') return
    const before = phase
    phase = 'quitting'
    const first = preventable()
    emitter.emit('before-quit', first)
    if (first.defaultPrevented || !closeWindows()) {
      phase = before
      return
    }
    emitter.emit('will-quit', preventable())
    exit(0)
  }

  function exit(code: number): void {
    phase = 'exiting'
    emitter.emit('quit', {}, code)
    if (lock !== undefined) rmSync(lock.path, { force: true })
    lock?.server.close()
    setTimeout(() => process.exit(code), EXIT_LIMIT_MS).unref()
    void Promise.allSettled(closers.map((close) => close())).then(() => process.exit(code))
  }

  return Object.assign(emitter, {
    isPackaged: packaged,
    commandLine: {
      hasSwitch: (key: string) => args.some((a) => a === `--${key}` || a.startsWith(`--${key}=`)),
      getSwitchValue: switchValue,
    },
    whenReady: () => ready,
    isReady: () => phase !== 'starting',
    getVersion: () => version,
    getName: () => name,
    getPath(key: string): string {
      const path = { userData, appData }[key]
      if (path === undefined) throw new Error(`Failed to get '${key}' path`)
      return path
    },
    requestSingleInstanceLock,
    enableSandbox() {},
    setBadgeCount: () => true,
    // As Electron answers on Linux.
    getLoginItemSettings: () => ({ openAtLogin: false, wasOpenedAtLogin: false }),
    quit,
    exit,
    // For the other parts of the stand-in.
    markReady() {
      phase = 'ready'
      emitter.emit('ready')
    },
    ending: () => phase === 'exiting',
    beforeExit: (close: () => Promise<void>) => void closers.push(close),
    onQuitWindows(close: () => boolean) {
      closeWindows = close
    },
  })
}

/** Checks whether a living process listens there; by a child process, because Electron's call is synchronous. */
function answers(path: string): boolean {
  const script = `require('net').connect(${JSON.stringify(path)}).on('connect', function () { this.end() })
    .on('close', () => process.exit(0)).on('error', () => process.exit(1))`
  try {
    execFileSync(NODE, ['-e', script], { timeout: 60_000, stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
