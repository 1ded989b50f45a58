import { describe, expect, it } from 'vitest'
import { createAnswerGuard, GUARD, type KeyPress } from '../../../desktop/ui/keys/answer-guard.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const ENTER: KeyPress = { key: 'Enter', repeat: false, composing: false, modified: false, typing: false }

/** A guard in front of which an alert has stood for a long time. */
function rig() {
  const clock = createManualClock()
  const guard = createAnswerGuard(clock.elapsed)
  const press = (more: Partial<KeyPress> = {}) => {
    const verdict = guard.pressed({ ...ENTER, ...more })
    guard.released(more.key ?? 'Enter')
    return verdict
  }
  guard.changed()
  clock.advance(60_000)
  return { clock, guard, press }
}

describe('a key answers', () => {
  it('when nothing speaks against it', () => {
    const { press } = rig()
    expect(press()).toBe('answers')
  })

  it.each([
    ['while a field is typed in', { typing: true }, 'typing'],
    ['that an input method takes', { composing: true }, 'composing'],
    ['with Shift, Ctrl, Alt or Meta', { modified: true }, 'modified'],
    ['that repeats', { repeat: true }, 'repeated'],
  ] as const)('none %s', (_, more, why) => {
    const { press } = rig()
    expect(press(more)).toBe(why)
  })

  it('not within 1.5 s of any other key, as a scanner sends them', () => {
    const { clock, press } = rig()
    for (const key of '6901234567892') press({ key })
    expect(press()).toBe('other_keys')
    clock.advance(GUARD.keyQuiet - 1)
    expect(press()).toBe('other_keys')
    clock.advance(1)
    expect(press()).toBe('answers')
  })

  it('also when those other keys were typed into a field, or taken by an input method', () => {
    const { press } = rig()
    press({ key: 'a', typing: true })
    expect(press()).toBe('other_keys')
    const other = rig()
    other.press({ key: 'Process', composing: true })
    expect(other.press()).toBe('other_keys')
  })

  it('not before the alert has stood for 0.8 s, and again for the next one: a double press answers one', () => {
    const { clock, guard, press } = rig()
    guard.changed()
    clock.advance(GUARD.keyShown - 1)
    expect(press()).toBe('too_early')
    clock.advance(1)
    expect(press()).toBe('answers')
    guard.changed()
    clock.advance(150)
    expect(press()).toBe('too_early')
    clock.advance(GUARD.keyShown - 150)
    expect(press()).toBe('answers')
  })

  it('not when it was down before the alert came, however long it is held', () => {
    const { clock, guard, press } = rig()
    guard.pressed(ENTER)
    clock.advance(500)
    guard.changed()
    for (let turn = 0; turn < 100; turn++) {
      clock.advance(30)
      expect(guard.pressed({ ...ENTER, repeat: true })).toBe('repeated')
    }
    // A system that does not say that a key repeats.
    expect(guard.pressed(ENTER)).toBe('held')
    guard.released('Enter')
    expect(press()).toBe('answers')
  })

  it('although nobody saw how it was let go: after a while, or when the window was left', () => {
    const { clock, guard } = rig()
    guard.pressed(ENTER)
    guard.changed()
    clock.advance(GUARD.keyQuiet)
    expect(guard.pressed(ENTER)).toBe('answers')
    guard.changed()
    guard.left()
    clock.advance(GUARD.keyShown)
    expect(guard.pressed(ENTER)).toBe('answers')
  })
})
