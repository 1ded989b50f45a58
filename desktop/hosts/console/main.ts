import * as z from 'zod'
import { hostClock } from '../../../shared/clock.ts'
import { serverAddress } from '../../../shared/server-address.ts'
import { hostFetch } from '../../core/rest/fetch.ts'
import { mountUi } from '../../ui/app/mount.tsx'
import { createConsole } from './console-bridge.ts'
import { createLogRing } from './log-ring.ts'
import { createSocketTransport } from './net/socket-transport.ts'
import { createSpeechRequests } from './net/speech-requests.ts'
import { createBrowserNotifier } from './notifier.ts'
import {
  browserLocale,
  createPageDialog,
  keepAwake,
  pageLocale,
  reportWakeUps,
  requestPersistentStorage,
  saveText,
  takeOfferedCode,
  undoTime,
  versions,
} from './page.ts'
import { browserRandom } from './random.ts'
import { createBrowserSound } from './sound/browser-sound.ts'
import { checkHearing } from './sound/check-hearing.ts'
import { createFiles } from './storage/database-files.ts'
import { canBePushedTo, subscribePush } from './subscribe-push.ts'
import { createTabChannel } from './tabs/tab-channel.ts'

/** The version in package.json, as the build found it. */
declare const __LAIDAN_VERSION__: string

async function main(): Promise<void> {
  // The page's CSP forbids code made from text, and zod would try it once.
  z.config({ jitless: true })
  const clock = hostClock(globalThis)
  const locale = browserLocale()
  const server = serverAddress(new URL('.', location.href))
  // What a browser keeps belongs to an origin, which servers below different paths share.
  const scope = server.slice(location.origin.length)
  const log = createLogRing(clock)
  // On plain http from another machine a browser has no `mediaDevices`.
  const canRecord = 'mediaDevices' in navigator && 'MediaRecorder' in globalThis && 'AudioContext' in globalThis
  const console = createConsole({
    clock,
    locale,
    fetch: hostFetch(globalThis),
    online: () => navigator.onLine,
    random: browserRandom,
    undoMs: undoTime(),
    log,
    files: createFiles(indexedDB, `laidan${scope}`),
    channel: createTabChannel(`laidan-tabs${scope}`),
    locks: 'locks' in navigator ? navigator.locks : undefined,
    scope,
    transport: createSocketTransport(),
    dialog: createPageDialog(),
    notifier: createBrowserNotifier({
      locale: pageLocale,
      clicked: (reminderId) => console.bringUp(reminderId),
    }),
    checkHearing: canRecord ? checkHearing : undefined,
    subscribePush: canBePushedTo() ? subscribePush : undefined,
    makeSound: (changed) =>
      createBrowserSound({ clock, log, changed, requests: createSpeechRequests(globalThis, server) }),
    server,
    offeredCode: takeOfferedCode(),
    about: {
      app: 'laidan-console',
      version: __LAIDAN_VERSION__,
      platform: 'browser',
      versions: versions(__LAIDAN_VERSION__),
    },
    showLog: (text) => saveText('laidan-log.txt', text),
  })
  await console.start()
  const root = document.getElementById('root')
  if (root !== null) mountUi(root, console.bridge, 'all')
  reportWakeUps(console.reconnectNow)
  keepAwake()
  requestPersistentStorage()
}

void main()
