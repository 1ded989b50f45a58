import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createOpenNumbers, numberTail } from '../../../shared/phrases/order-tail.ts'

const tail = (number: string, others: string[] = []) => numberTail(number, others).join('')

describe('what a person calls of an order number', () => {
  it.each([
    ['20231114-1', '1'],
    ['20231114-12', '12'],
    ['2023-11-14-7', '7'],
    ['2023/11/14-7', '7'],
    ['20231114-0012', '0012'],
    ['2023111412', '12'],
    ['20231114012', '012'],
    ['12-20231114', '12'],
    ['0012-231114', '0012'],
    ['A12-2023-11-14', 'A12'],
    ['20231114-183055-7', '7'],
    ['INV/2024/001', '001'],
    ['#1234', '1234'],
    ['1001.1', '1'],
    ['WM-20231114-08', '08'],
    ['4200001234567890', '7890'],
    ['20240501-0017', '0017'],
    ['a1', 'A1'],
    ['有号-𝟏𝟐', '12'],
    ['20231114', '1114'],
    ['🙏', ''],
    ['', ''],
  ])('%s is %s', (number, expected) => expect(tail(number)).toBe(expected))
})

describe('two open orders', () => {
  it.each([
    ['20231114-12', '20231115-12', '111412'],
    ['A-12', 'B-12', 'A12'],
    ['10001234', '20001234', '10001234'],
    ['20231114-12', '20231114-13', '12'],
    ['20231114-12', '20231114-12', '12'],
  ])('%s beside %s is %s', (number, other, expected) => {
    expect(tail(number, [number, other])).toBe(expected)
    if (number !== other) expect(tail(other, [number, other])).not.toBe(tail(number, [number, other]))
  })
})

it('numbers that are read once have the tails that each has by itself, however often they are asked for', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789AB-'), minLength: 1, maxLength: 18 })
  fc.assert(
    fc.property(fc.array(digits, { maxLength: 12 }), digits, (numbers, other) => {
      const open = createOpenNumbers(numbers)
      for (const number of [...numbers, other, ...numbers]) {
        expect(open.tailOf(number)).toEqual(numberTail(number, numbers))
      }
    }),
  )
})
