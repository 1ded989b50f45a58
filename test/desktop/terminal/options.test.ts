import { describe, expect, it } from 'vitest'
import { readOptions } from '../../../desktop/hosts/terminal/options.ts'

describe('the terminal client’s command line', () => {
  it('lets nothing raise the system’s volume unless a floor is named', () => {
    expect(readOptions([], {}).volumeFloor).toBeUndefined()
    expect(readOptions(['--volume-floor', '50'], {}).volumeFloor).toBe(0.5)
    expect(readOptions(['--volume-floor=100'], {}).volumeFloor).toBe(1)
  })

  it('keeps the path below which a server stands, and nothing behind it', () => {
    expect(readOptions(['--server', 'https://example.com/bell/?x#y'], {}).server).toBe('https://example.com/bell')
    expect(readOptions(['--server', 'http://127.0.0.1:8080/'], {}).server).toBe('http://127.0.0.1:8080')
  })

  it.each(['', '0', '29', '101', '1000', '50%', '0.5', 'loud', '٥٠'])('refuses a floor of %j', (floor) => {
    expect(() => readOptions(['--volume-floor', floor], {})).toThrow('whole number of percent, 30 to 100')
  })
})
