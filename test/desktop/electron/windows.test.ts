import { describe, expect, it, vi } from 'vitest'
import { createAlertStack } from '../../../desktop/hosts/electron/windows/alert-stack.ts'
import {
  alertBounds,
  fitBounds,
  slipBounds,
  windowStateSchema,
} from '../../../desktop/hosts/electron/windows/fit-bounds.ts'

const SCREEN = { x: 0, y: 0, width: 1280, height: 760 }
const SECOND = { x: 1280, y: -200, width: 1920, height: 1080 }

describe('where the main window goes', () => {
  it('stays where it was, on any screen that is there', () => {
    const saved = { x: 1500, y: 0, width: 800, height: 600 }
    expect(fitBounds(saved, [SCREEN, SECOND])).toEqual(saved)
  })

  it.each([
    ['its screen is gone', { x: 1500, y: 0, width: 800, height: 600 }],
    ['only a corner would be seen', { x: 1250, y: 700, width: 800, height: 600 }],
    ['its title bar would be above the screen', { x: 10, y: -300, width: 800, height: 600 }],
  ])('comes back to the middle when %s', (_why, saved) => {
    expect(fitBounds(saved, [SCREEN])).toEqual({ x: 240, y: 80, width: 800, height: 600 })
  })

  it('is never larger than the screen, nor too small to use', () => {
    expect(fitBounds({ x: 0, y: 0, width: 9_000, height: 9_000 }, [SCREEN])).toEqual(SCREEN)
    expect(fitBounds({ x: 0, y: 0, width: 1, height: 1 }, [SCREEN])).toMatchObject({ width: 380, height: 560 })
  })

  it('begins in the middle', () => {
    expect(fitBounds(undefined, [SCREEN])).toEqual({ x: 90, y: 0, width: 1100, height: 760 })
  })

  it('is not misled by a broken file', () => {
    const broken = [{}, { bounds: { x: 'a' } }, { bounds: { x: 0, y: 0, width: 0, height: 1 }, maximized: false }]
    for (const state of broken) expect(windowStateSchema.safeParse(state).success).toBe(false)
  })

  it('puts the alert wholly on the screen, however small that is', () => {
    for (const area of [SCREEN, SECOND, { x: 0, y: 0, width: 320, height: 480 }]) {
      const { x, y, width, height } = alertBounds(area)
      expect(width).toBeLessThanOrEqual(area.width)
      expect(height).toBeLessThanOrEqual(area.height)
      expect(x).toBeGreaterThanOrEqual(area.x)
      expect(y + height).toBeLessThanOrEqual(area.y + area.height)
    }
  })
})

describe('the alert window when all that is left can be undone', () => {
  it('is a slip at its upper right corner, never larger than it was', () => {
    const full = alertBounds(SECOND)
    const slip = slipBounds(full)
    expect(slip.x + slip.width).toBe(full.x + full.width)
    expect(slip.y).toBe(full.y)
    expect(slip.height * slip.width).toBeLessThan((full.height * full.width) / 4)
    expect(slipBounds({ x: 5, y: 6, width: 360, height: 100 })).toEqual({ x: 5, y: 6, width: 360, height: 100 })
  })
})

describe('the stack of the alert window', () => {
  it('is empty once, when the last reminder has gone', () => {
    const emptied = vi.fn()
    const stack = createAlertStack(emptied)
    stack.remove('never there')
    stack.add('a')
    stack.add('b')
    stack.remove('a')
    expect(emptied).not.toHaveBeenCalled()
    stack.keep(['x'])
    expect(emptied).toHaveBeenCalledTimes(1)
    stack.keep([])
    expect(emptied).toHaveBeenCalledTimes(1)
  })

  it('put away, it is filled by the next repetition', () => {
    const emptied = vi.fn()
    const stack = createAlertStack(emptied)
    stack.add('a')
    stack.putAway()
    stack.add('a')
    stack.keep(['a'])
    expect(emptied).toHaveBeenCalledTimes(1)
    stack.remove('a')
    expect(emptied).toHaveBeenCalledTimes(2)
  })
})
