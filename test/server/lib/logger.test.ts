import knexModule from 'knex'
import { expect, it, onTestFinished } from 'vitest'
import { readConfig } from '../../../server/config.ts'
import { createLogger, scrub } from '../../../server/lib/logger.ts'
import { systemRandom } from '../../../server/lib/random.ts'
import { signWebhook } from '../../../server/lib/sign-webhook.ts'
import { startServer } from '../../../server/start-server.ts'
import { hostClock } from '../../../shared/clock.ts'
import { isReminder } from '../../support/frames.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { createTestApi, signed } from '../../support/test-api.ts'
import { connectDevice } from '../../support/test-device.ts'

const PHONE = '13800138000'

/** A logger as the server has it, at its most talkative, and the lines it wrote. */
function listening() {
  const lines: string[] = []
  return { lines, logger: createLogger('debug', { write: (line: string) => lines.push(line) }) }
}

it.each([
  [`call ${PHONE} now`, 'call [number] now'],
  ['+86 138-0013-8000.', '+[number].'],
  ['(010) 6552 9988', '([number]'],
  ['１３８００１３８０００', '[number]'],
  ['١٣٨٠٠١٣٨٠٠٠', '[number]'],
  ['6222 0212 3456 7890 123', '[number]'],
  ["customer_phone LIKE '%13800138000'", "customer_phone LIKE '%[number]'"],
  ['key lda_AbC-123_x, token ldd_0=', 'key [secret], token [secret]'],
  ['reader ldr_AbC-1, connector ldc_x_Y', 'reader [secret], connector [secret]'],
  ['Bearer ldo_BBsGfcnGg4q89iEH_SaaKlDfk6PmZ8iSkjC6XyBlMIs', 'Bearer [secret]'],
  ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw==', '[secret]'],
  ['order 42 at line 120:33, 12 ms, 127.0.0.1:8080', 'order 42 at line 120:33, 12 ms, 127.0.0.1:8080'],
])('a text is scrubbed: %s', (text, clean) => expect(scrub(text)).toBe(clean))

/** Hundreds of times what texts of this length take, and less than a pattern takes that looks back at each character. */
const LINEAR_MS = 20_000

it('scrubbing is quick, whatever the text', () => {
  for (const text of ['1 '.repeat(200_000), '1((((('.repeat(100_000), 'lda_'.repeat(100_000), '9'.repeat(400_000)]) {
    const from = performance.now()
    scrub(text)
    expect(performance.now() - from, text.slice(0, 10)).toBeLessThan(LINEAR_MS)
  }
})

it('what is logged as an error is scrubbed, also when it is none', () => {
  const { lines, logger } = listening()
  const cause = new Error(`no row for ${PHONE}`)
  const thrown = [
    new Error(`token ldd_secret of ${PHONE}`, { cause }),
    `text ${PHONE}`,
    undefined,
    null,
    7,
    {},
    Object.create(null),
    Symbol('x'),
  ]
  for (const err of thrown) expect(() => logger.error({ err }, 'failed')).not.toThrow()
  const odd = Object.assign(new Error('x'), { message: 7, stack: undefined, phone: PHONE })
  expect(() => logger.error({ err: odd }, 'failed')).not.toThrow()
  expect(lines).toHaveLength(thrown.length + 1)
  expect(lines.join('')).not.toMatch(/ldd_secret|13800138000/)
  expect(lines[0]).toContain('token [secret] of [number]')
})

it('an error of the query builder shows no bindings that matter', async () => {
  const { lines, logger } = listening()
  const knex = knexModule({ client: 'sqlite3', connection: { filename: ':memory:' }, useNullAsDefault: true })
  onTestFinished(() => knex.destroy())
  const search = knex('orders').where('customer_phone', '138-0013-8000').whereIn('token', ['ldd_secret', PHONE])
  await search.catch((err: unknown) => logger.error({ err }, 'failed'))
  expect(lines.join('')).toContain('no such table')
  expect(lines.join('')).not.toMatch(/0013-8000|ldd_secret/)
})

it('a whole session at its most talkative shows no secret and no phone number', async () => {
  const { lines, logger } = listening()
  const dataDir = tempDir()
  const secret = `whsec_${Buffer.from('a secret that must stay one').toString('base64')}`
  const running = await startServer({
    config: readConfig({ PORT: '0', DATA_DIR: dataDir }),
    clock: hostClock(globalThis),
    random: systemRandom,
    logger,
    makeWebhooksSecret: () => secret,
  })
  onTestFinished(() => running.stop())
  const api = await createTestApi(running, dataDir)
  const customer = { phone: PHONE, name: '王小明', address: '建国路88号' }
  const { token } = await api.pair()
  const device = await connectDevice(running.url, { token, autoAck: true })
  await device.synced()
  const order = await api.placePaid({ customer, remark: `请打 ${PHONE}` })
  await device.until(isReminder)
  for (const query of [`phone=${PHONE}`, 'phone=138-0013-8000', `number=${PHONE}`, `cursor=${PHONE}`, `limit=${PHONE}`])
    await api.call('GET', `/v1/orders?${query}`, { as: api.operatorKey })

  const wrong = [`${token}x`, `${api.operatorKey}x`, `lda_${PHONE}`, PHONE]
  for (const as of wrong) await api.call('GET', '/v1/orders', { as, headers: { cookie: `phone=${PHONE}` } })
  for (const code of [`${PHONE.slice(2)}`, `${PHONE}0`, '1234-5678-9012'])
    await api.call('POST', '/v1/devices/pair', { body: { code, name: PHONE, platform: PHONE } })
  const raw = JSON.stringify({ type: 'payment.succeeded', data: { transactionId: PHONE, phone: PHONE } })
  const bad = signWebhook(`whsec_${'A'.repeat(40)}`, 'msg_1', 1, raw)
  await api.call('POST', '/notify/standard-webhooks', {
    raw,
    headers: { ...signed(running, raw), 'webhook-signature': bad },
  })
  await api.call('POST', '/notify/standard-webhooks', { raw, headers: signed(running, raw) })
  await api.call('POST', `/v1/orders/${order.id}/reject`, { as: token, raw: `{"reason":"${PHONE}"` })
  await api.move(token, order.id, 'reject', `打了 ${PHONE}`)
  device.send({ op: 'announced', id: PHONE, n: 1, outcome: { speech: PHONE, notification: token, dialog: 'ok' } })
  await device.closed
  for (const hello of [{ token: `${token}x` }, { token: api.operatorKey }])
    await (await connectDevice(running.url, hello)).closed

  await running.ctx.db.write((tx) => tx.run('ALTER TABLE orders RENAME TO gone'))
  await api.call('GET', `/v1/orders?phone=${PHONE}`, { as: api.operatorKey })
  await api.call('GET', '/v1/orders?phone=138-0013-8000', { as: api.operatorKey })
  const broken = await api.call('POST', '/v1/orders', {
    as: api.orderingKey,
    body: { storeId: api.storeId, items: [{ name: PHONE, quantity: 1 }], amountMinor: 1, customer },
  })
  expect(broken).toMatchObject({ status: 500, body: { code: 'internal' } })

  const text = lines.join('')
  expect(lines.filter((line) => line.includes('a request failed'))).toHaveLength(3)
  expect(lines.filter((line) => JSON.parse(line).msg === 'answered').length).toBeGreaterThan(20)
  for (const line of lines) expect(line.trimEnd()).not.toContain('\n')
  const secrets = [token, api.operatorKey, api.orderingKey, secret, secret.slice(6), bad.slice(3), ...wrong]
  const personal = [PHONE, '0013-8000', '138-0013', ...Object.values(customer)]
  for (const hidden of [...secrets, ...personal]) expect(text, hidden).not.toContain(hidden)
})
