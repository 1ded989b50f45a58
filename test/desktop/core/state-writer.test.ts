import { describe, expect, it } from 'vitest'
import { createStateWriter } from '../../../desktop/core/state-writer.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { createMemoryDisk } from './support/memory-disk.ts'
import { recordingLog } from './support/small-ports.ts'

function rig() {
  const clock = createManualClock()
  const disk = createMemoryDisk()
  const saved: number[] = []
  const health: boolean[] = []
  const rig = { clock, disk, saved, health, value: 0 }
  const writer = createStateWriter<number>({
    file: disk.open().file,
    clock,
    log: recordingLog(),
    current: () => rig.value,
    text: String,
    saved: (value) => saved.push(value),
    healthChanged: () => health.push(writer.healthy()),
  })
  const set = (value: number) => {
    rig.value = value
    writer.touch()
  }
  return { ...rig, writer, set }
}

describe('the state writer', () => {
  it('writes what changed in one moment once, and reports the value that is on disk', async () => {
    const { clock, disk, saved, set } = rig()
    set(1)
    set(2)
    set(3)
    await clock.advanceAsync(0)
    expect([disk.text(), disk.writes(), saved]).toEqual(['3', 1, [3]])
  })

  it('gathers what changes during a write into the next, one write at a time', async () => {
    const { clock, disk, saved, set } = rig()
    disk.hold()
    set(1)
    await clock.advanceAsync(0)
    set(2)
    set(3)
    await clock.advanceAsync(0)
    expect(saved).toEqual([])
    disk.release()
    await clock.advanceAsync(0)
    expect([disk.text(), disk.writes(), saved]).toEqual(['3', 2, [1, 3]])
  })

  it('tries again after a failed write, later each time, and never reports what did not land', async () => {
    const { clock, disk, saved, health, set, writer } = rig()
    disk.fail({ write: 'ENOSPC' })
    set(1)
    await clock.advanceAsync(1_000 + 2_000 + 4_000)
    expect([disk.text(), saved, writer.healthy()]).toEqual([null, [], false])
    disk.fail(undefined)
    await clock.advanceAsync(8_000)
    expect([disk.text(), saved, writer.healthy()]).toEqual(['1', [1], true])
    expect(health).toEqual([false, true])
  })

  it('a change during an outage is tried at once', async () => {
    const { clock, disk, set } = rig()
    disk.fail({ write: 'EIO' })
    set(1)
    await clock.advanceAsync(0)
    disk.fail(undefined)
    set(2)
    await clock.advanceAsync(0)
    expect([disk.text(), clock.pending()]).toEqual(['2', 0])
  })

  it('flush waits for what was touched, and does not wait for a broken disk', async () => {
    const { disk, set, writer } = rig()
    set(1)
    await writer.flush()
    expect(disk.text()).toBe('1')
    disk.fail({ write: 'EIO' })
    set(2)
    await writer.flush()
    expect(disk.text()).toBe('1')
  })

  it('loses no change, in whichever moment of a write it falls', async () => {
    const { clock, disk, set } = rig()
    for (let turns = 0; turns < 20; turns++) {
      set(turns)
      for (let turn = 0; turn < turns; turn++) await Promise.resolve()
      set(1_000 + turns)
      await clock.advanceAsync(0)
      expect(disk.text()).toBe(String(1_000 + turns))
    }
  })

  it('leaves no timer behind when it is closed', async () => {
    const { clock, disk, set, writer } = rig()
    disk.fail({ write: 'EIO' })
    set(1)
    await clock.advanceAsync(0)
    expect(clock.pending()).toBe(1)
    writer.close()
    expect(clock.pending()).toBe(0)
  })
})
