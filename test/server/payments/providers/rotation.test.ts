import { writeFileSync } from 'node:fs'
import { expect, it, vi } from 'vitest'
import { makeFakeKeys } from '../../../../demo/providers/fake-keys.ts'
import { createManualClock } from '../../../support/manual-clock.ts'
import { startTestServer } from '../../../support/test-server.ts'
import { createSenders } from '../../http/notice-senders.ts'
import { sendRaw } from '../../http/raw-request.ts'

it('keys that are changed on disk are used without a restart; wrong ones are told once, and the old ones stay', async () => {
  const clock = createManualClock()
  const [old, next] = [makeFakeKeys(), makeFakeKeys()]
  const { env, senders } = createSenders(clock.now, old)
  const lines: string[] = []
  const { url } = await startTestServer({ clock, env, log: (line) => lines.push(line) })
  const from = (all: typeof senders) => all.find(({ provider }) => provider === 'alipay')
  const answers = async () => {
    const facts = { orderNumber: 'nobody', transactionId: 'tx', amountMinor: 1 }
    const nextSender = from(createSenders(clock.now, next).senders)
    const requests = [from(senders), nextSender].flatMap((sender) => sender?.request(facts) ?? [])
    return await Promise.all(requests.map(async (request) => (await sendRaw(url, request)).text))
  }
  const file = env['ALIPAY_PUBLIC_KEY_FILE'] ?? ''
  const logged = (text: string) => lines.filter((line) => line.includes(text))
  /** The look at the files has happened when what follows from it is logged. */
  const look = async (text: string, times: number) => {
    clock.advance(10_000)
    await vi.waitFor(() => expect(logged(text)).toHaveLength(times), 60_000)
  }
  expect(await answers()).toEqual(['success', 'fail'])

  writeFileSync(file, 'half a key')
  await look('new payment keys are wrong', 1)
  expect(await answers()).toEqual(['success', 'fail'])
  expect(logged('new payment keys are wrong')[0]).toContain('ALIPAY_PUBLIC_KEY_FILE: must hold')
  expect(lines.join()).not.toContain('half a key')

  writeFileSync(file, next.files['ALIPAY_PUBLIC_KEY_FILE'] ?? '')
  await look('payment keys have changed', 1)
  expect(await answers()).toEqual(['fail', 'success'])
  expect(logged('new payment keys are wrong')).toHaveLength(1)
})
