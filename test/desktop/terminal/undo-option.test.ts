import { expect, it } from 'vitest'
import { readOptions } from '../../../desktop/hosts/terminal/options.ts'

it.each([
  [[], undefined],
  [['--undo', '0'], 0],
  [['--undo', '2.5'], 2_500],
])('an answer can be taken back for as long as %j says; else as the host does', (args, undoMs) => {
  expect(readOptions(args, {}).undoMs).toBe(undoMs)
})

it.each(['', 'soon', '-1', '31', 'Infinity'])('--undo %j is refused in words', (seconds) => {
  expect(() => readOptions([`--undo=${seconds}`], {})).toThrow('--undo must be a number of seconds, 0 to 30')
})
