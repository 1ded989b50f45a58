import { expect, it } from 'vitest'
import { drawingFault } from '../../../desktop/ui/parts/drawing-fault.ts'

const STACK = '\n    at OrderCard (http://x/index.js:1:2)\n    at Boundary\n'

it('an error of drawing is described by its kind and its place', () => {
  expect(drawingFault(new RangeError('Invalid time zone specified: Mars'), STACK)).toBe(
    'RangeError: Invalid time zone specified: Mars at OrderCard (http://x/index.js:1:2) at Boundary',
  )
})

it.each([new Error('王女士 138 0013 8000'), '王女士 138 0013 8000', { name: '王女士' }])(
  'without what somebody else than the engine wrote: %o',
  (error) => {
    const fault = drawingFault(error, STACK)
    expect(fault).toContain('at OrderCard')
    expect(fault).not.toMatch(/王|138/)
  },
)

it('in bounds, however long it is', () => {
  const fault = drawingFault(new TypeError('x'.repeat(9_000)), ' at A'.repeat(9_000))
  expect(fault.length).toBeLessThan(700)
  expect(fault).not.toMatch(/\n/)
})
