import { describe, expect, it } from 'vitest'
import { parsePairing } from '../../../desktop/ui/pairing/parse-pairing.ts'
import { addressesFor, isOwnMachine, pairingLink } from '../../../desktop/ui/shop/reach.ts'

const LAN = 'http://192.168.1.20:8080'

describe('the address that another device opens', () => {
  it.each([
    'http://127.0.0.1:8080',
    'http://127.1.2.3',
    'http://localhost:8080',
    'http://shop.localhost',
    'http://[::1]:8080',
    'app://laidan',
    'nonsense',
  ])('is never %s', (address) => expect(addressesFor([address], address)).toEqual([]))

  it('is the one that this device uses, or one that the server knows, each once, https first', () => {
    expect(addressesFor([LAN], 'http://127.0.0.1:8080')).toEqual([LAN])
    expect(addressesFor([LAN], LAN)).toEqual([LAN])
    expect(addressesFor(['http://10.0.0.5:8080', LAN], LAN)).toEqual([LAN, 'http://10.0.0.5:8080'])
    expect(addressesFor(['https://bell.example/bell'], LAN)).toEqual(['https://bell.example/bell', LAN])
    expect(addressesFor([], undefined)).toEqual([])
  })

  it('names this machine, whatever it is called', () => {
    expect(isOwnMachine('http://127.0.0.1')).toBe(true)
    expect(isOwnMachine(LAN)).toBe(false)
  })

  it('carries the code in its fragment, as the pairing screen reads it', () => {
    expect(pairingLink(LAN, '123456789012')).toBe(`${LAN}/#pair=123456789012`)
    expect(parsePairing(pairingLink(LAN, '123456789012'))).toEqual({ code: '123456789012', server: LAN })
  })
})
