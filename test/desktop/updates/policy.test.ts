import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { OpenWork } from '../../../desktop/hosts/electron/updates/idle-detector.ts'
import { loadUpdateRecord } from '../../../desktop/hosts/electron/updates/update-record.ts'
import { createUpdates, type UpdatesDeps } from '../../../desktop/hosts/electron/updates/updates.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { until } from '../../support/until.ts'
import { createMemoryDisk } from '../core/support/memory-disk.ts'
import { fixedRandom } from '../core/support/small-ports.ts'
import { createClient } from './support/client.ts'
import { startFeed } from './support/feed.ts'
import { installerName, installerOf, makeKey, publish } from './support/publish.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const QUIET: OpenWork = {
  link: 'connected',
  unanswered: { new_order: 0, urge: 0, cancel: 0, missed: 0, other: 0 },
  answersWaiting: 0,
}
const RINGING: OpenWork = { ...QUIET, unanswered: { new_order: 1, urge: 0, cancel: 0, missed: 0, other: 0 } }

/** An app of version 1.2.3, in a shop that a test can make quiet or busy, before a server that offers 1.2.4. */
async function startRig() {
  const folder = tempDir()
  const key = makeKey()
  const server = await startFeed(folder)
  await publish(folder, key, { version: '1.2.4', notes: 'new bell' })
  const clock = createManualClock()
  const disk = createMemoryDisk()
  const shop = { openWork: QUIET, inUse: false, paired: true, quits: 0 }

  /** One run of the app; `more` puts other parts in. */
  async function run(version = '1.2.3', more: Partial<UpdatesDeps> = {}) {
    const client = createClient({ version, key, clock })
    const updates = createUpdates({
      ...{ version, clock, random: fixedRandom(0), log: client.log, port: client.port },
      record: await loadUpdateRecord(disk.open().file, client.log),
      feed: () => (shop.paired ? `${server.url}/updates/` : undefined),
      openWork: () => shop.openWork,
      inUse: () => shop.inUse,
      quit: () => void shop.quits++,
      changed() {},
      ...more,
    })
    updates.start()
    const inPhase = (phase: string) => until(`it is ${phase}`, () => updates.view().phase === phase)
    /** The first look, and all that follows from it. */
    async function fetched(): Promise<void> {
      clock.advance(15_000)
      await inPhase('ready')
    }
    return { ...client, updates, inPhase, fetched }
  }
  return { folder, key, server, clock, disk, shop, run, ...(await run()) }
}

/** As the app ends: the bell stores what it has in between. */
async function end({ updates }: Pick<Awaited<ReturnType<typeof startRig>>, 'updates'>): Promise<boolean> {
  await updates.prepareEnd()
  return updates.end()
}

describe('an update that is ready waits for a quiet shop', () => {
  it('ten minutes without anything: then the app ends, installs, and comes back', async () => {
    const rig = await startRig()
    await rig.fetched()
    expect(rig.updates.view()).toMatchObject({ offer: { version: '1.2.4', notes: 'new bell' }, fault: null })
    rig.clock.advance(9 * MINUTE)
    expect(rig.updates.view().phase).toBe('ready')
    rig.clock.advance(2 * MINUTE)
    await until('the app quits', () => rig.shop.quits === 1)
    expect(rig.installs, 'the installer ran before all was stored').toEqual([])
    expect(await end(rig)).toBe(true)
    expect(rig.installs).toEqual([{ file: join(rig.pending, installerName('1.2.4')), restart: true }])
  })

  it.each<[string, Partial<OpenWork>]>([
    ['an order rings', RINGING],
    ['a customer urges', { unanswered: { new_order: 0, urge: 1, cancel: 0, missed: 0, other: 0 } }],
    ['an answer waits in the outbox', { answersWaiting: 1 }],
    ['it is offline and cannot know', { link: 'offline' }],
    ['it is catching up', { link: 'catching_up' }],
  ])('never while %s, and only ten minutes after', async (_, busy) => {
    const rig = await startRig()
    await rig.fetched()
    rig.shop.openWork = { ...QUIET, ...busy }
    rig.clock.advance(3 * HOUR)
    expect([rig.updates.view().phase, rig.shop.quits]).toEqual(['ready', 0])
    rig.shop.openWork = QUIET
    rig.clock.advance(9 * MINUTE)
    expect(rig.updates.view().phase).toBe('ready')
    rig.clock.advance(2 * MINUTE)
    await until('the app quits', () => rig.shop.quits === 1)
  })

  it('an order that came and went between two looks begins the quiet anew; so does a human at the window', async () => {
    const rig = await startRig()
    await rig.fetched()
    rig.clock.advance(9 * MINUTE)
    rig.updates.noteActivity()
    rig.clock.advance(9 * MINUTE)
    rig.shop.inUse = true
    rig.clock.advance(MINUTE)
    rig.shop.inUse = false
    rig.clock.advance(9 * MINUTE)
    expect(rig.updates.view().phase).toBe('ready')
  })

  it('an order that comes in the last moment is rung for: nothing is installed', async () => {
    const rig = await startRig()
    await rig.fetched()
    rig.disk.hold()
    rig.clock.advance(11 * MINUTE)
    expect(rig.updates.view().phase).toBe('installing')
    rig.shop.openWork = RINGING
    rig.disk.release()
    await rig.inPhase('ready')
    expect(rig.shop.quits).toBe(0)
    await until('the attempt is over', () => (rig.disk.json() as { attempt: unknown }).attempt === null)
    expect(await end(rig)).toBe(false)
    expect(rig.installs).toEqual([])
  })

  it('what has changed on the disk meanwhile is not installed', async () => {
    const rig = await startRig()
    await rig.fetched()
    writeFileSync(join(rig.pending, installerName('1.2.4')), installerOf('6.6.6'))
    rig.clock.advance(11 * MINUTE)
    await rig.inPhase('idle')
    expect(rig.updates.view()).toMatchObject({ fault: 'changed', offer: null })
    expect([rig.shop.quits, rig.installs]).toEqual([0, []])
  })

  it('a version that is withdrawn before it was installed is not installed', async () => {
    const rig = await startRig()
    await rig.fetched()
    rig.shop.inUse = true
    await publish(rig.folder, rig.key, { version: '1.2.4', staging: 0 })
    rig.clock.advance(3.6 * HOUR)
    await rig.inPhase('idle')
    rig.shop.inUse = false
    rig.clock.advance(HOUR)
    expect([rig.updates.view().offer, rig.shop.quits]).toEqual([null, 0])
    expect(await end(rig)).toBe(false)
  })
})

describe('when a human quits', () => {
  it('what is ready is installed, and does not come back', async () => {
    const rig = await startRig()
    await rig.fetched()
    expect(await end(rig)).toBe(true)
    expect(rig.installs).toMatchObject([{ restart: false }])
  })

  it('not while an order rings or an answer waits, nor when the system goes down', async () => {
    const rig = await startRig()
    for (const openWork of [RINGING, { ...QUIET, answersWaiting: 1 }]) {
      const run = await rig.run()
      rig.clock.advance(15_000)
      await run.inPhase('ready')
      rig.shop.openWork = openWork
      expect(await end(run)).toBe(false)
      rig.shop.openWork = QUIET
    }
    const last = await rig.run()
    rig.clock.advance(15_000)
    await last.inPhase('ready')
    last.updates.systemEnds()
    expect(await end(last)).toBe(false)
  })
})

describe('by hand', () => {
  it('at once, but not while an order rings', async () => {
    const rig = await startRig()
    await rig.fetched()
    rig.shop.openWork = RINGING
    rig.updates.ask('install')
    expect(rig.updates.view().phase).toBe('ready')
    rig.shop.openWork = { ...QUIET, link: 'offline' }
    rig.updates.ask('install')
    await until('the app quits', () => rig.shop.quits === 1)
  })

  it('alone, where the system asks for a password', async () => {
    const rig = await startRig()
    const run = await rig.run('1.2.3', { port: { ...rig.port, alone: false, whenQuitting: false } })
    rig.clock.advance(15_000)
    await run.inPhase('ready')
    rig.clock.advance(HOUR)
    expect(run.updates.view()).toMatchObject({ phase: 'ready', byHand: true })
    expect(await end(run)).toBe(false)
  })
})

describe('after the restart', () => {
  async function installed() {
    const rig = await startRig()
    await rig.fetched()
    rig.clock.advance(11 * MINUTE)
    await until('the app quits', () => rig.shop.quits === 1)
    await end(rig)
    return rig
  }

  it('the new version stays in the background, and tells what is new until somebody has seen it', async () => {
    const rig = await installed()
    const next = await rig.run('1.2.4')
    expect(next.updates.comesBack()).toBe(true)
    expect(await until('there is news', () => next.updates.view().news)).toEqual({
      version: '1.2.4',
      notes: 'new bell',
    })
    next.updates.ask('seen')
    await until('the news is put away', () => next.updates.view().news === null)
    const later = await rig.run('1.2.4')
    expect([later.updates.view().news, later.updates.comesBack()]).toEqual([null, false])
  })

  it('the old version says that it failed, tries once more, and then leaves it to a human', async () => {
    const rig = await installed()
    const second = await rig.run()
    expect(second.updates.view()).toMatchObject({ fault: 'install', news: null })
    rig.clock.advance(15_000)
    await second.inPhase('ready')
    rig.clock.advance(11 * MINUTE)
    await until('the app quits again', () => rig.shop.quits === 2)
    await end(second)
    const third = await rig.run()
    rig.clock.advance(15_000)
    await third.inPhase('ready')
    rig.clock.advance(3 * HOUR)
    expect(third.updates.view()).toMatchObject({ phase: 'ready', byHand: true })
    expect(rig.shop.quits).toBe(2)
  })
})

describe('looking', () => {
  it('a server that is away is quiet: the fault is to be seen, the next look comes sooner, and all is well again', async () => {
    const rig = await startRig()
    await rig.server.stop()
    rig.clock.advance(15_000)
    await until('the feed is out of reach', () => rig.updates.view().fault === 'unreachable')
    expect(rig.updates.view().phase).toBe('idle')
    expect(rig.log.lines.join('\n')).toContain('the update did not come')
    await rig.server.restart()
    rig.clock.advance(15 * MINUTE)
    await rig.inPhase('ready')
    expect(rig.updates.view().fault).toBeNull()
  })

  it('a server that goes away does not take back what was fetched and verified', async () => {
    const rig = await startRig()
    await rig.fetched()
    rig.shop.inUse = true
    await rig.server.stop()
    rig.clock.advance(4 * HOUR)
    await until('the feed is out of reach', () => rig.updates.view().fault === 'unreachable')
    expect(rig.updates.view().phase).toBe('ready')
  })

  it('a manifest that is played back is seen as that, also after a restart, and takes nothing back', async () => {
    const rig = await startRig()
    const old = ['latest.yml', 'latest.yml.sig'].map((name) => [name, readFileSync(join(rig.folder, name))] as const)
    await publish(rig.folder, rig.key, { version: '1.2.5', signedAt: rig.clock.now() + HOUR })
    await rig.fetched()
    expect(rig.updates.view().offer?.version).toBe('1.2.5')
    rig.shop.inUse = true
    for (const [name, bytes] of old) writeFileSync(join(rig.folder, name), bytes)
    rig.updates.ask('check')
    await until('it is seen', () => rig.updates.view().fault === 'superseded')
    expect(rig.updates.view()).toMatchObject({ phase: 'ready', offer: { version: '1.2.5' } })
    const next = await rig.run()
    next.updates.ask('check')
    await until('it is seen after a restart', () => next.updates.view().fault === 'superseded')
    expect(next.updates.view().offer).toBeNull()
  })

  it('a server that offers nothing newer for longer than the makers vouch for it is not taken for up to date', async () => {
    const rig = await startRig()
    await publish(rig.folder, rig.key, { version: '1.2.3', validDays: 1 })
    rig.clock.advance(15_000)
    await until('it was asked', () => rig.updates.view().checkedAt !== null)
    expect(rig.updates.view().fault).toBeNull()
    rig.clock.jumpWall(3 * 24 * HOUR)
    rig.updates.ask('check')
    await until('the list has expired', () => rig.updates.view().fault === 'stale')
    rmSync(join(rig.folder, 'latest.yml'))
    rig.updates.ask('check')
    await until('it was asked again', () => rig.updates.view().phase === 'idle')
    expect(rig.updates.view().fault).toBe('stale')
    await publish(rig.folder, rig.key, { version: '1.2.4', signedAt: rig.clock.now() })
    rig.updates.ask('check')
    await rig.inPhase('ready')
    expect(rig.updates.view().fault).toBeNull()
  })

  it('without a pairing there is nobody to ask; after it, it is asked', async () => {
    const rig = await startRig()
    rig.shop.paired = false
    rig.clock.advance(HOUR)
    expect(rig.updates.view()).toMatchObject({ off: 'unpaired', phase: 'idle', checkedAt: null })
    rig.shop.paired = true
    rig.clock.advance(15_000)
    await rig.inPhase('ready')
  })

  it.each(['no_key', 'not_installed'] as const)('%s: updates are off, and it says so', async (port) => {
    const rig = await startRig()
    const { updates, log } = await rig.run('1.2.3', { port })
    updates.ask('check')
    updates.ask('install')
    expect(updates.view()).toMatchObject({ off: port, phase: 'idle' })
    expect(log.lines.join('\n')).toContain(port)
    expect(await end({ ...rig, updates })).toBe(false)
  })
})
