import { describe, expect, it } from 'vitest'
import { readOptions } from '../../../desktop/hosts/terminal/options.ts'

const printing = (...args: string[]) => readOptions(args, {}).printing

describe('the terminal client’s printers', () => {
  it('are those of the last run where none is named', () => {
    expect(printing()).toBeUndefined()
  })

  it('are named with their role, paper and manners', () => {
    expect(printing('--printer', 'tcp://192.168.1.50')).toEqual({
      when: 'arrival',
      printers: [
        {
          ...{ role: 'kitchen', address: 'tcp://192.168.1.50', paper: 80, status: 'asks' },
          ...{ beep: false, drawer: false, fulfilments: [] },
        },
      ],
    })
    expect(
      printing(
        '--printer',
        'front=tcp://[fe80::1]:9101?paper=58&status=none&beep&drawer&for=dine_in',
        '--print',
        'accept',
      ),
    ).toEqual({
      when: 'accept',
      printers: [
        {
          ...{ role: 'front', address: 'tcp://[fe80::1]:9101', paper: 58, status: 'silent' },
          ...{ beep: true, drawer: true, fulfilments: ['dine_in'] },
        },
      ],
    })
    expect(printing('--printer', 'feie://922500001')?.printers).toMatchObject([{ address: 'feie://922500001' }])
    expect(printing('--printer', 'lp://kitchen', '--printer', 'front=lp://front')?.printers).toHaveLength(2)
  })

  it.each([
    '192.168.1.50',
    'http://192.168.1.50',
    'tcp://',
    'tcp://host:99999',
    'tcp://user@host',
    'tcp://host/path',
    'lp://',
    'lp://-o',
    'lp://a b',
    'lp://a;reboot',
    'feie://',
    'feie://922/500001',
    'feie://user@922500001',
    'bar=tcp://host',
    'tcp://host?paper=70',
    'tcp://host?status=maybe',
    'tcp://host?colour=red',
  ])('refuses %j', (printer) => {
    expect(() => printing('--printer', printer)).toThrow('--printer must be')
  })

  it('refuses a time of printing that there is none of', () => {
    expect(() => printing('--print', 'never')).toThrow('--print must be off / arrival / accept')
  })
})
