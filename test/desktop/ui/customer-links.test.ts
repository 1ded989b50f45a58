import { describe, expect, it } from 'vitest'
import { mapLink, telLink } from '../../../desktop/ui/alert/customer-links.ts'

describe('the links of a customer', () => {
  it.each([
    ['138 0013 8000', 'tel:13800138000'],
    ['+86 138-0013-8000', 'tel:+8613800138000'],
    ['(010) 8888.6666', 'tel:01088886666'],
    ['１３８００１３８０００', 'tel:13800138000'],
    ['110', 'tel:110'],
  ])('%s is dialled as %s', (phone, link) => expect(telLink(phone)).toBe(link))

  it.each(['138****8000', '138 0013 8000 转 12', '*#06#', 'javascript:alert(1)', '1'.repeat(40), '', '+', '12'])(
    '%s is dialled by nobody',
    (phone) => expect(telLink(phone)).toBeUndefined(),
  )

  it('an address opens in the chosen map alone, whatever stands in it', () => {
    const address = '建国路 88 号 & <3> ?q=x#'
    const place = encodeURIComponent(address)
    expect(mapLink(address, 'none')).toBeUndefined()
    expect(mapLink(address, 'geo')).toBe(`geo:0,0?q=${place}`)
    expect(mapLink(address, 'apple')).toBe(`https://maps.apple.com/?q=${place}`)
    expect(new URL(mapLink(address, 'apple') ?? '').searchParams.get('q')).toBe(address)
  })
})
