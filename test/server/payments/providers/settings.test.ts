import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeFakeKeys } from '../../../../demo/providers/fake-keys.ts'
import { readConfig } from '../../../../server/config.ts'
import { ConfigError } from '../../../../server/lib/config-error.ts'
import { ALL_PROVIDERS } from '../../../../server/payments/all-providers.ts'
import { providerFaults, readSettings } from '../../../../server/payments/provider-settings.ts'
import type { ProviderModule } from '../../../../server/payments/providers/port.ts'
import { standardWebhooks } from '../../../../server/payments/providers/standard-webhooks/index.ts'
import { stripe } from '../../../../server/payments/providers/stripe/index.ts'
import { wechatpay } from '../../../../server/payments/providers/wechatpay/index.ts'
import { tempDir } from '../../../support/temp-dir.ts'
import { startTestServer } from '../../../support/test-server.ts'
import { switchedOn } from '../../http/notice-senders.ts'
import { SIGNED_NOTICE } from './fixtures/wechatpay-go.ts'

const keys = makeFakeKeys()

function faultsOf(env: Record<string, string | undefined>): string[] {
  try {
    readConfig(env, providerFaults)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim())
  }
}

/** The path of a new file. */
function file(text: string): string {
  const path = join(tempDir(), 'secret-name.pem')
  writeFileSync(path, text)
  return path
}

const pem = (type: 'rsa' | 'rsa-short' | 'ec', half: 'private' | 'public') => {
  const pair =
    type === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: type === 'rsa' ? 2048 : 1024 })
  const key = half === 'private' ? pair.privateKey : pair.publicKey
  return String(key.export({ type: half === 'private' ? 'pkcs8' : 'spki', format: 'pem' }))
}

it('a provider is on when it is set up, off when nothing is set, and either is no fault', () => {
  const env = switchedOn(keys)
  expect(faultsOf({})).toEqual([])
  expect(faultsOf(env)).toEqual([])
  const on = readConfig(env)
  const off = readConfig({})
  const notSwitched = readConfig({ STRIPE_LIVEMODE: 'on', PUBLIC_URL: 'https://x.example' })
  for (const provider of ALL_PROVIDERS as readonly ProviderModule[]) {
    const { name, alwaysOn } = provider
    expect(readSettings(provider, off), name).toMatchObject({ on: alwaysOn, faults: [] })
    expect(readSettings(provider, notSwitched), name).toMatchObject({ on: alwaysOn })
    expect(readSettings(provider, on), name).toMatchObject({ on: true, faults: [], settings: expect.anything() })
  }
})

describe('a provider that is set up by half', () => {
  it.each(Object.keys({ ...keys.variables, ...keys.files }))('is told that %s is missing', (name) => {
    const faults = faultsOf({ ...switchedOn(keys), [name]: undefined })
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(new RegExp(`^${name}: is missing`))
  })

  it('is told everything that is missing', () => {
    const missing = (env: Record<string, string>) => faultsOf(env).map((fault) => fault.split(':')[0])
    expect(missing({ STRIPE_SECRET_KEY: 'sk_test_12345678' })).toEqual(['STRIPE_WEBHOOK_SECRETS'])
    expect(missing({ ALIPAY_APP_ID: '2021000000000000' })).toEqual([
      'ALIPAY_SELLER_ID',
      'ALIPAY_PRIVATE_KEY_FILE',
      'ALIPAY_PUBLIC_KEY_FILE',
      'PUBLIC_URL',
    ])
    expect(missing({ WECHATPAY_MCHID: '1900000109' })).toEqual([
      'WECHATPAY_APPID',
      'WECHATPAY_SERIAL',
      'WECHATPAY_APIV3_KEY',
      'WECHATPAY_PRIVATE_KEY_FILE',
      'WECHATPAY_PUBLIC_KEY_FILE',
      'PUBLIC_URL',
    ])
  })
})

const WRONG: Record<string, readonly string[]> = {
  WECHATPAY_MCHID: ['wx1900000109', '19', '１９０００００１０９', '1900000109\n'],
  WECHATPAY_APPID: ['w', 'wx 8888', 'wx8888;wx7777', 'wx8888,,', ',wx8888'],
  WECHATPAY_SERIAL: ['not-hexadecimal', 'ABC'],
  WECHATPAY_APIV3_KEY: ['0123456789abcdef', `${'k'.repeat(31)}é`, 'k'.repeat(33)],
  WECHATPAY_PUBLIC_KEY_ID: ['0114232134912410', 'PUB_KEY_ID_'],
  WECHATPAY_API_URL: [
    'api.mch.weixin.qq.com',
    'http://api.mch.weixin.qq.com',
    'ftp://127.0.0.1',
    'http://127.0.0.1.evil.example',
  ],
  ALIPAY_APP_ID: ['app-2021', ''.padEnd(33, '1')],
  ALIPAY_SELLER_ID: ['1088000000000000', 'seller@example.com'],
  ALIPAY_GATEWAY_URL: ['gateway.do', 'http://openapi.alipay.com/gateway.do'],
  STRIPE_SECRET_KEY: ['pk_test_1234567890', 'sk_1234567890', 'sk_test_'],
  STRIPE_WEBHOOK_SECRETS: ['secret-of-ours', 'whsec_', 'whsec_12345678,other-secret'],
  STRIPE_API_URL: ['stripe', 'http://api.stripe.com'],
}

it.each(Object.entries(WRONG).flatMap(([name, values]) => values.map((value) => [name, value] as const)))(
  'a wrong %s=%j is one fault, by name, without the value',
  (name, value) => {
    const faults = faultsOf({ ...switchedOn(keys), [name]: value })
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(new RegExp(`^${name}: \\S`))
    if (!['whsec_', 'PUB_KEY_ID_'].includes(value) && value.length > 3) expect(faults[0]).not.toContain(value)
  },
)

it('several apps of WeChat Pay, and several secrets of Standard Webhooks, are lists', () => {
  const secrets = [32, 40].map((bytes) => `whsec_${Buffer.alloc(bytes, bytes).toString('base64')}`)
  for (const between of [',', ', ', ' ', '\n']) {
    const config = readConfig({
      ...switchedOn(keys),
      WECHATPAY_APPID: ['wx8888', 'wx7777'].join(between),
      STANDARD_WEBHOOKS_SECRET: secrets.join(between),
    })
    expect(readSettings(wechatpay, config)).toMatchObject({ faults: [], settings: { appids: ['wx8888', 'wx7777'] } })
    expect(readSettings(standardWebhooks, config)).toMatchObject({ faults: [], settings: { secrets } })
  }
  expect(readSettings(standardWebhooks, readConfig({}))).toMatchObject({ settings: { secrets: [] } })
  for (const wrong of [`${secrets[0]},`, `${secrets[0]},x`, `${secrets[0]};${secrets[1]}`, ',', 'whsec_AAAA'])
    expect(faultsOf({ STANDARD_WEBHOOKS_SECRET: wrong })).toEqual([
      expect.stringMatching(/^STANDARD_WEBHOOKS_SECRET: must be whsec_/),
    ])
})

it('keys of live and test mode are not mixed up', () => {
  expect(faultsOf({ ...switchedOn(keys), STRIPE_LIVEMODE: 'on' })).toEqual([
    'STRIPE_SECRET_KEY: is a key of test mode, and STRIPE_LIVEMODE is on',
  ])
})

const OWN = {
  WECHATPAY_PRIVATE_KEY_FILE: 'must hold a private RSA key',
  WECHATPAY_PUBLIC_KEY_FILE: 'must hold a public RSA key',
  ALIPAY_PRIVATE_KEY_FILE: 'must hold a private RSA key',
  ALIPAY_PUBLIC_KEY_FILE: 'must hold a public RSA key',
}

it.each(Object.entries(OWN))('a wrong key in %s is one fault', (name, expected) => {
  const half = name.includes('PRIVATE') ? 'private' : 'public'
  const other = half === 'private' ? 'public' : 'private'
  for (const text of [
    '',
    'no key',
    pem('rsa', other),
    pem('rsa-short', half),
    pem('ec', half),
    '-----BEGIN PRIVATE KEY-----',
  ])
    expect(faultsOf({ ...switchedOn(keys), [name]: file(text) })).toEqual([
      `${name}: ${expected} of at least 2048 bits`,
    ])
  const missing = faultsOf({ ...switchedOn(keys), [name]: join(tempDir(), 'secret-name.pem') })
  expect(missing).toEqual([`${name}: the file cannot be read (ENOENT)`])
})

it('our own public key in the provider’s place is noticed', () => {
  const privateKey = pem('rsa', 'private')
  for (const prefix of ['WECHATPAY', 'ALIPAY']) {
    const own = {
      [`${prefix}_PRIVATE_KEY_FILE`]: file(privateKey),
      [`${prefix}_PUBLIC_KEY_FILE`]: file(publicHalf(privateKey)),
    }
    expect(faultsOf({ ...switchedOn(keys), ...own })).toEqual([
      `${prefix}_PUBLIC_KEY_FILE: belongs to our own private key; the provider’s public key is wanted`,
    ])
  }
  const own = { WECHATPAY_SERIAL: 'd7ce59d1f522d701', WECHATPAY_PLATFORM_CERT_FILES: file(SIGNED_NOTICE.certificate) }
  expect(faultsOf({ ...switchedOn(keys), ...own })).toEqual([
    'WECHATPAY_PLATFORM_CERT_FILES: holds the merchant’s own certificate; the platform’s is wanted',
  ])
})

function publicHalf(privateKey: string): string {
  return String(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }))
}

it('platform certificates and a public key stand side by side; keys may be bare base64; secrets may be files', () => {
  const bare = (text: string) => text.replace(/-----[^-]+-----|\n/g, '')
  const { WECHATPAY_APIV3_KEY = '', STRIPE_WEBHOOK_SECRETS = '', ...env } = switchedOn(keys)
  const config = readConfig({
    ...env,
    WECHATPAY_APIV3_KEY_FILE: file(`${WECHATPAY_APIV3_KEY}\n`),
    STRIPE_WEBHOOK_SECRETS_FILE: file(`whsec_the_next_one\n${STRIPE_WEBHOOK_SECRETS}\n`),
    WECHATPAY_PLATFORM_CERT_FILES: ` ${file(SIGNED_NOTICE.certificate)} ,`,
    ALIPAY_PRIVATE_KEY_FILE: file(bare(keys.files['ALIPAY_PRIVATE_KEY_FILE'] ?? '')),
    ALIPAY_PUBLIC_KEY_FILE: file(bare(keys.files['ALIPAY_PUBLIC_KEY_FILE'] ?? '')),
  })
  expect(providerFaults(config)).toEqual([])
  const serials = [...(readSettings(wechatpay, config).settings?.keys.keys() ?? [])]
  expect(serials).toEqual(['D7CE59D1F522D701', keys.wechatpay.platform.serial])
  expect(readSettings(stripe, config).settings?.webhookSecrets).toEqual(['whsec_the_next_one', STRIPE_WEBHOOK_SECRETS])
  expect(faultsOf({ ...switchedOn(keys), STRIPE_SECRET_KEY_FILE: file('x') })).toEqual([
    'STRIPE_SECRET_KEY: set it or STRIPE_SECRET_KEY_FILE, not both',
  ])
})

it('every fault is told at once, with the others of the configuration, and nothing is opened', async () => {
  const env = {
    ...switchedOn(keys),
    WECHATPAY_MCHID: 'my-secret',
    ALIPAY_APP_ID: undefined,
    STRIPE_SECRET_KEY: 'my-secret',
  }
  const faults = faultsOf({ ...env, PORT: 'eighty', STRIPE_LIVEMODE: 'yes' })
  expect(faults.map((fault) => fault.split(':')[0])).toEqual([
    'PORT',
    'STRIPE_LIVEMODE',
    'WECHATPAY_MCHID',
    'ALIPAY_APP_ID',
    'STRIPE_SECRET_KEY',
  ])
  expect(faults.join()).not.toMatch(/my-secret|eighty|yes|\//)
  const dataDir = tempDir()
  const start = startTestServer({ dataDir, env: { STRIPE_SECRET_KEY: 'my-secret' } })
  await expect(start).rejects.toThrow(/nothing was started[\s\S]*STRIPE_SECRET_KEY[\s\S]*STRIPE_WEBHOOK_SECRETS/)
  expect(existsSync(join(dataDir, 'laidan.db'))).toBe(false)
})
