import type { Clock } from '../../../../shared/clock.ts'
import { nothingOpen } from '../../../core/bell/status.ts'
import type { Logger, Random } from '../../../core/ports.ts'
import { withTimeout } from '../../../core/with-timeout.ts'
import { isStale } from '../../../node/updates/manifest-dates.ts'
import type { UpdateAct, UpdateView } from '../../../ui/bridge.ts'
import { createAttempts } from './attempts.ts'
import { createIdleDetector, type OpenWork } from './idle-detector.ts'
import { faultOf, UpdateError } from './update-fault.ts'
import type { UpdateRecordStore } from './update-record.ts'
import type { Offer, UpdaterPort } from './updater-port.ts'

/** The first check waits for the bell to have found its server, and spreads the shops that open at nine. */
const FIRST_MS = { least: 15_000, spread: 105_000 }
const EVERY_MS = 4 * 3_600_000
/** After a failure sooner, then ever later. */
const RETRY_MS = 15 * 60_000
const UNPAIRED_MS = 5 * 60_000
const LOOK_MS = 15_000
/** Failed installations of a version after which a human has to begin the next. */
const MOST_ATTEMPTS = 2
/** The longest wait at a quit: hashing an installer takes a second or two. */
const END_LIMIT_MS = 5_000

export interface Updates {
  start(): void
  view(): UpdateView
  /** This start is the restart after an installation: nobody asked for a window. */
  comesBack(): boolean
  /** Notes that a reminder rang, was closed or was answered. */
  noteActivity(): void
  /** Does what a human asks for. */
  ask(act: UpdateAct): void
  /** The system itself is ending: nothing is installed now. */
  systemEnds(): void
  /** To be called before the bell stops, when the app ends for whatever reason. Never rejects. */
  prepareEnd(): Promise<void>
  /** The last act, when all is stored: installs if that was decided, which ends the app; else `false`. */
  end(): boolean
}

export interface UpdatesDeps {
  /** Or the reason why there is none. */
  port: UpdaterPort | 'no_key' | 'not_installed'
  record: UpdateRecordStore
  /** The version that runs. */
  version: string
  /** Address of the paired server's feed; `undefined` without a pairing. */
  feed(): string | undefined
  openWork(): OpenWork
  /** A human is at one of our windows. */
  inUse(): boolean
  /** Ends the app as from the tray; `prepareEnd` and `end` follow. */
  quit(): void
  /** The view has changed. */
  changed(): void
  clock: Clock
  random: Pick<Random, 'next'>
  log: Logger
}

/**
 * Decides when to look for a new version, and when to install it: never while something rings, never while an answer
 * waits for the server, by itself only when the shop has been quiet for a while. The port has verified every installer.
 */
export function createUpdates(deps: UpdatesDeps): Updates {
  const { port, record, clock, log } = deps
  const detector = createIdleDetector(deps)
  const attempts = createAttempts(deps)
  let phase: 'idle' | 'checking' | 'downloading' | 'ready' | 'installing' = 'idle'
  let offer: Offer | undefined
  let fault: UpdateView['fault'] = attempts.outcome === 'failed' ? 'install' : null
  let checkedAt: number | null = null
  let failures = 0
  let ending = false
  let leaving: { restart: boolean } | undefined
  let cancelNext = () => {}

  function to(next: typeof phase): void {
    phase = next
    deps.changed()
  }

  function schedule(ms: number): void {
    cancelNext()
    cancelNext = clock.after(ms, () => void check())
  }

  async function check(): Promise<void> {
    if (typeof port === 'string' || ending || (phase !== 'idle' && phase !== 'ready')) return
    const feed = deps.feed()
    if (feed === undefined) return schedule(UNPAIRED_MS)
    cancelNext()
    let fallback: typeof phase = phase
    to('checking')
    try {
      const found = await lookAt(port, feed)
      checkedAt = clock.now()
      // From here on what was downloaded before is not what is offered now; a withdrawn version is not installed.
      fallback = 'idle'
      offer = found
      if (found !== undefined) {
        to('downloading')
        await port.download()
        log.info('an update is ready', { version: found.version })
      }
      fault = null
      failures = 0
      to(found === undefined ? 'idle' : 'ready')
      schedule(EVERY_MS * (0.9 + 0.2 * deps.random.next()))
    } catch (error) {
      failed(error, fallback)
    }
  }

  /**
   * Asks the feed, and remembers the newest manifest. A feed that has none any more is no word of the makers: once nobody
   * vouches for the last one, it is as stale as that. Rejects with an UpdateError, and when the record cannot be written.
   */
  async function lookAt(updater: UpdaterPort, feed: string): Promise<Offer | undefined> {
    const newest = record.get().manifest
    const looked = await updater.check(feed, newest)
    if (looked === undefined) {
      if (newest !== null && isStale(newest, clock.now()))
        throw new UpdateError('stale', 'the server offers nothing, and what it offered last has expired')
      return undefined
    }
    if (newest === null || looked.dates.signedAt > newest.signedAt) await record.change({ manifest: looked.dates })
    return looked.offer
  }

  function failed(error: unknown, fallback: typeof phase): void {
    fault = faultOf(error)
    log.warn('the update did not come', { fault, error: explain(error) })
    schedule(Math.min(EVERY_MS, RETRY_MS * 2 ** Math.min(failures, 8)))
    failures += 1
    to(fallback)
  }

  /** Whether only a human can begin the installation. */
  function byHand(): boolean {
    return typeof port !== 'string' && (!port.alone || attempts.count(offer?.version) >= MOST_ATTEMPTS)
  }

  function look(): void {
    detector.look()
    if (phase === 'ready' && !byHand() && detector.isIdle()) void install(detector.isIdle)
  }

  /** Ends the app so as to install, if that is still allowed once everything is prepared. */
  async function install(allowed: () => boolean): Promise<void> {
    if (typeof port === 'string' || phase !== 'ready' || ending || !allowed()) return
    to('installing')
    try {
      const undo = await prepare(port, true)
      if (undo === undefined) return
      // Nothing is awaited between this look and the quit.
      if (allowed() && !ending) {
        leaving = { restart: true }
        log.info('the update is installed now', { version: offer?.version })
        return deps.quit()
      }
      to('ready')
      await undo()
    } catch (error) {
      // Not at every look: the next quiet is soon enough.
      detector.noteActivity()
      failed(error, 'ready')
    }
  }

  /**
   * Checks the file once more, and records the installation that is about to begin; resolves to the call that takes the
   * record back, or to nothing when the file has changed. Rejects when the record cannot be written.
   */
  async function prepare(updater: UpdaterPort, restart: boolean): Promise<(() => Promise<void>) | undefined> {
    if (offer !== undefined && (await updater.intact())) return await attempts.begin(offer, restart)
    log.error('the downloaded update has changed on the disk', { version: offer?.version })
    offer = undefined
    fault = 'changed'
    to('idle')
    schedule(RETRY_MS)
    return undefined
  }

  function keep(written: Promise<void>): void {
    written.then(deps.changed, (error: unknown) => {
      log.warn('the update record could not be written', { error: String(error) })
    })
  }

  const acts: Record<UpdateAct, () => void> = {
    check: () => void check(),
    install: () => void install(() => nothingOpen(deps.openWork())),
    seen: () => {
      if (record.get().news !== null) keep(record.change({ news: null }))
    },
  }

  return {
    start() {
      if (attempts.outcome === 'failed') log.error('the last update was not installed')
      if (attempts.outcome === 'installed') {
        log.info('the update was installed', { version: deps.version })
        keep(attempts.settle())
      }
      if (typeof port === 'string') return log.info('updates are off', { why: port })
      schedule(FIRST_MS.least + FIRST_MS.spread * deps.random.next())
      clock.every(LOOK_MS, look)
    },
    view() {
      const off = typeof port === 'string' ? port : deps.feed() === undefined ? 'unpaired' : null
      return { off, phase, offer: offer ?? null, fault, checkedAt, byHand: byHand(), news: record.get().news }
    },
    comesBack: () => attempts.comesBack,
    noteActivity: detector.noteActivity,
    ask: (act) => acts[act](),
    systemEnds() {
      ending = true
      leaving = undefined
    },
    async prepareEnd() {
      if (ending || leaving !== undefined) return
      ending = true
      if (typeof port === 'string' || phase !== 'ready' || !port.whenQuitting || byHand()) return
      if (!nothingOpen(deps.openWork())) return
      const prepared = await withTimeout(clock, END_LIMIT_MS, () => prepare(port, false))
      if (typeof prepared === 'function') leaving = { restart: false }
    },
    end() {
      if (leaving === undefined || typeof port === 'string') return false
      try {
        port.install(leaving)
        return true
      } catch (error) {
        log.error('the update could not be installed', { error: explain(error) })
        return false
      }
    },
  }
}

/** Puts an error and its cause into one line. */
function explain(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? `: ${String(error.cause)}` : ''
  return `${String(error)}${cause}`.slice(0, 500)
}
