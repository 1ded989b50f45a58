import { describe, expect, it } from 'vitest'
import { flushStores } from '../../../desktop/core/flush-stores.ts'
import { loadHostState } from '../../../desktop/hosts/electron/device/host-state.ts'
import { startsHidden } from '../../../desktop/hosts/electron/login/starts-hidden.ts'
import { loadWindowState } from '../../../desktop/hosts/electron/windows/window-state.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { createMemoryDisk } from '../core/support/memory-disk.ts'
import { recordingLog } from '../core/support/small-ports.ts'

const AT = { bounds: { x: 10, y: 20, width: 900, height: 600 }, maximized: false }

async function rig() {
  const clock = createManualClock()
  const log = recordingLog()
  const disks = { host: createMemoryDisk(), window: createMemoryDisk() }
  const host = await loadHostState({ file: disks.host.open().file, clock, log })
  const windowState = await loadWindowState({ file: disks.window.open().file, clock, log })
  let ended = false
  const end = () =>
    flushStores({ clock, log, stores: [host, windowState] }).then(() => {
      ended = true
    })
  return { clock, log, disks, host, windowState, end, ended: () => ended }
}

describe('the last writes', () => {
  it('are waited for: what was chosen a moment before the end is there at the next start', async () => {
    const { clock, disks, host, windowState, end, ended } = await rig()
    disks.host.hold()
    host.change({ theme: 'dark' })
    host.change({ soundChecked: true })
    windowState.remember(AT)
    const ending = end()
    await clock.advanceAsync(4_999)
    expect([ended(), disks.host.text(), disks.window.json()]).toEqual([false, null, AT])
    disks.host.release()
    await ending
    expect(disks.host.json()).toEqual({ theme: 'dark', soundChecked: true, startAtLogin: false })
    const log = recordingLog()
    expect((await loadHostState({ file: disks.host.open().file, clock, log })).get().theme).toBe('dark')
    expect((await loadWindowState({ file: disks.window.open().file, clock, log })).saved).toEqual(AT)
    expect([clock.pending(), log.lines]).toEqual([0, []])
  })

  it('are not waited for for ever: a disk that hangs does not hold up a shutdown, and the log says so', async () => {
    const { clock, log, disks, host, end, ended } = await rig()
    disks.host.hold()
    host.change({ theme: 'dark' })
    const ending = end()
    await clock.advanceAsync(4_999)
    expect(ended()).toBe(false)
    await clock.advanceAsync(1)
    await ending
    expect(log.lines).toEqual(['warn the disk took too long at the end {"limitMs":5000}'])
    expect(clock.pending()).toBe(0)
  })

  it('a disk that refuses ends it at once, with nothing left to try again', async () => {
    const { clock, disks, host, end } = await rig()
    disks.host.fail({ write: 'ENOSPC' })
    host.change({ theme: 'dark' })
    await end()
    expect([disks.host.text(), clock.pending()]).toEqual([null, 0])
  })

  it('a window that closes as it was stored begins no write that nobody waits for', async () => {
    const { clock, disks, windowState, end } = await rig()
    windowState.remember(AT)
    await end()
    windowState.remember({ ...AT })
    await clock.advanceAsync(0)
    expect(disks.window.writes()).toBe(1)
  })
})

describe('a start goes into the tray', () => {
  it.each([
    ['linux', true, false, true],
    ['win32', true, undefined, true],
    ['linux', false, false, false],
    // Said of login items that macOS starts; elsewhere it means nothing.
    ['win32', false, true, false],
    ['darwin', false, true, true],
    ['darwin', false, false, false],
    ['darwin', false, undefined, false],
    ['darwin', true, false, true],
  ] as const)('on %s, --hidden %s, opened at login %s: %s', (platform, asked, wasOpenedAtLogin, hidden) => {
    expect(startsHidden({ platform, asked, wasOpenedAtLogin })).toBe(hidden)
  })
})
