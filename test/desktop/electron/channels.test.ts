import { describe, expect, it, vi } from 'vitest'
import { answerCall, CALLS, type Handlers } from '../../../desktop/hosts/electron/ipc/channels.ts'

/** Handlers that note their arguments; typed by force, since what they answer is not looked at. */
function rig() {
  const handlers = Object.fromEntries(Object.keys(CALLS).map((name) => [name, vi.fn()])) as unknown as Handlers
  return { handlers, call: (name: unknown, ...args: unknown[]) => answerCall(handlers, name, args) }
}

describe('a call of a page', () => {
  it.each([['nothing'], ['toString'], ['__proto__'], ['constructor'], [42], [null], [{ toString: () => 'view' }]])(
    'is refused when there is none of the name %j',
    async (name) => {
      await expect(rig().call(name)).rejects.toThrow('There is no such call.')
    },
  )

  it.each([
    ['pair', []],
    ['pair', [{ server: 'http://x', code: 1, name: 'x' }]],
    ['pair', [{ server: 'x'.repeat(501), code: '1', name: 'x' }]],
    ['answer', [{ move: 'pay', orderId: 1 }]],
    ['answer', [{ move: 'confirm', orderId: '1; DROP TABLE orders' }]],
    ['answer', [{ move: 'reject', orderId: 1, reason: ' ' }]],
    ['orders', [{ limit: 1e9 }]],
    ['mute', [Number.NaN]],
    ['mute', [1e9]],
    ['changeHost', [{ theme: 'url(evil)' }]],
    ['rung', [1, 'Not a word!']],
    ['soundCheck', ['rm -rf']],
    ['keepPrinterAccount', ['elsewhere', {}]],
    ['keepPrinterAccount', ['feie', { user: 1, ukey: 'x' }]],
    ['keepPrinterAccount', ['feie', { user: 'x'.repeat(201), ukey: 'x' }]],
    ['voices', ['zh-CN']],
    ['drawingFailed', ['x'.repeat(1_001)]],
    ['update', ['downgrade']],
    ['view', ['too', 'many']],
  ])('%s is refused with %j, and nothing runs', async (name, args) => {
    const { handlers, call } = rig()
    await expect(call(name, ...args)).rejects.toThrow(`The arguments of ${name} do not parse.`)
    expect(handlers[name as keyof Handlers]).not.toHaveBeenCalled()
  })

  it('hands on what parses, and only that', async () => {
    const { handlers, call } = rig()
    await call('answer', { move: 'confirm', orderId: 7, token: 'smuggled' })
    expect(handlers.answer).toHaveBeenCalledWith({ move: 'confirm', orderId: 7 })
    await call('orders', { storeId: 'another', status: [2], number: '0142' })
    expect(handlers.orders).toHaveBeenCalledWith({ status: [2], number: '0142', limit: 50 })
  })

  it('changes the settings that were named, within their bounds, and no others', async () => {
    const { handlers, call } = rig()
    await call('change', { volume: 0, locale: 'en' })
    expect(handlers.change).toHaveBeenCalledWith({ volume: 0.2, locale: 'en' })
    await call('change', { repeatSeconds: 15 })
    expect(handlers.change).toHaveBeenLastCalledWith({ repeatSeconds: 15 })
    await call('change', { voice: { en: 'Samantha', 'zh-CN': { toString: 'x' } } })
    expect(handlers.change).toHaveBeenLastCalledWith({ voice: { en: 'Samantha', 'zh-CN': null } })
    await call('change', {})
    expect(handlers.change).toHaveBeenLastCalledWith({})
  })

  it('a sound check may name a kind', async () => {
    const { handlers, call } = rig()
    await call('soundCheck')
    await call('soundCheck', undefined)
    await call('soundCheck', 'urge')
    expect(vi.mocked(handlers.soundCheck).mock.calls.map(([kind]) => kind)).toEqual([undefined, undefined, 'urge'])
  })
})
