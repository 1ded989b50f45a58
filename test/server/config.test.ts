import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { configSchema, readConfig } from '../../server/config.ts'
import { ConfigError } from '../../server/lib/config-error.ts'
import { providerFaults } from '../../server/payments/provider-settings.ts'
import { tempDir } from '../support/temp-dir.ts'

const names = Object.keys(configSchema.shape) as (keyof typeof configSchema.shape)[]

function faultsOf(env: Record<string, string>): string {
  try {
    readConfig(env)
    return ''
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
}

const WRONG: Partial<Record<(typeof names)[number], string[]>> = {
  PORT: ['-1', '65536', '80.5', 'http', '0x50', '1e3', ' ', ' 80', '80\n', 'NaN', 'Infinity', '９０'],
  DATABASE_URL: [
    ...['laidan', 'mysql://shop:geheim@h/d', 'postgres://shop:geheim@[h/d', 'file:data/laidan.db'],
    // A password whose / is not encoded: the rest of it would be the name of a database, which is logged.
    'postgres://shop:12/geheim@h/d',
    // Two lines in the file: the URL of before, password and all, would be a part of that name.
    'postgres://h/d\npostgres://shop:geheim@h/e',
    // No database: PostgreSQL would take the one that is named as the user.
    ...['postgres://shop:geheim@h', 'postgres://shop:geheim@h/'],
  ],
  LOG_LEVEL: ['loud', 'INFO', 'trace', '__proto__'],
  LOCAL_KEYS: ['yes', 'true', '1', 'ON', 'onn'],
  STANDARD_WEBHOOKS_SECRET: [
    'secret',
    'whsec_',
    'whsec_c2hvcnQ=',
    `${'A'.repeat(44)}`,
    `whsec_${'!'.repeat(44)}`,
    `whsec_${'A'.repeat(44)}\n`,
  ],
  UNPAID_TIMEOUT_MINUTES: ['0', '1441', '-5'],
  DELIVERY_TIMEOUT_MINUTES: ['0', '10081'],
  REMINDER_EXPIRY_HOURS: ['0', '169'],
  LOG_RETENTION_DAYS: ['0', '366'],
  AUDIT_RETENTION_DAYS: ['0', '3651', '1.5'],
  LEGACY_WS: ['true', '1', 'maybe'],
  ADMIN_PAGE: ['true', '0', 'OFF'],
  TRUST_PROXY: ['-1', '11', 'true', 'loopback'],
  MAX_CONNECTIONS: ['0', '1000001'],
  MAX_SILENT_CONNECTIONS: ['0', '1000001', '10%'],
  MAX_SILENT_PER_ADDRESS: ['0', '1000001', '-1'],
  SPREAD_MS: ['-1', '60001'],
}

describe('the configuration', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 8080,
      LOCAL_KEYS: true,
      LEGACY_WS: false,
      ALLOWED_ORIGINS: [],
    })
    expect(readConfig({ PORT: '', HOST: '', LOG_LEVEL: '' })).toEqual(readConfig({}))
  })

  it('reads what is given, and ignores what is not ours', () => {
    const env = {
      PORT: '0',
      LEGACY_WS: 'on',
      LOCAL_KEYS: 'off',
      ALLOWED_ORIGINS: ' https://a.example,, http://b:1 ,',
      PATH: '/bin',
    }
    expect(readConfig(env)).toEqual({
      ...readConfig({}),
      PORT: 0,
      LEGACY_WS: true,
      LOCAL_KEYS: false,
      ALLOWED_ORIGINS: ['https://a.example', 'http://b:1'],
    })
  })

  it.each(Object.entries(WRONG).flatMap(([name, values]) => values.map((value) => [name, value] as const)))(
    'refuses %s=%j, by name, without the value',
    (name, value) => {
      const faults = faultsOf({ [name]: value })
      expect(faults.split('\n')[1]).toMatch(new RegExp(`^ {2}${name}: \\S`))
      expect(faults.split('\n')).toHaveLength(2)
      if (value.length > 'whsec_'.length) expect(faults).not.toContain(value)
    },
  )

  it('tells every fault at once, and quotes no value', () => {
    const secret = 'whsec_my-very-own-secret'
    const env = {
      PORT: 'eighty',
      LOG_LEVEL: 'shout',
      STANDARD_WEBHOOKS_SECRET: secret,
      MAX_CONNECTIONS: '-7',
      HOST: 'ok',
    }
    const message = faultsOf(env)
    expect(
      message
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(':')[0]),
    ).toEqual(['PORT', 'LOG_LEVEL', 'MAX_CONNECTIONS', 'STANDARD_WEBHOOKS_SECRET'])
    expect(message).toContain('nothing was started')
    for (const value of ['eighty', 'shout', 'secret_', secret, secret.slice(6), '-7'])
      expect(message).not.toContain(value)
  })

  it('takes the database’s URL from a file, without the line’s end', () => {
    const file = join(tempDir(), 'url')
    writeFileSync(file, 'postgres://shop:geheim@h/d\n')
    expect(readConfig({ DATABASE_URL_FILE: file }).DATABASE_URL).toBe('postgres://shop:geheim@h/d')
    const both = faultsOf({ DATABASE_URL_FILE: file, DATABASE_URL: 'postgres://shop:geheim@h/d' })
    expect(both).toContain('  DATABASE_URL: set it or DATABASE_URL_FILE, not both')
    expect(both).not.toContain('geheim')
    expect(faultsOf({ DATABASE_URL_FILE: `${file}.none` })).toContain(
      '  DATABASE_URL_FILE: the file cannot be read (ENOENT)',
    )
    writeFileSync(file, 'shop:geheim\n')
    expect(faultsOf({ DATABASE_URL_FILE: file }).split('\n')[1]).toMatch(/^ {2}DATABASE_URL: must be postgres:/)
  })

  it('takes the webhook secret from a file, and needs one where servers share a database', () => {
    const file = join(tempDir(), 'secret')
    const secret = `whsec_${'A'.repeat(44)}`
    const faults = (env: Record<string, string>) => providerFaults(readConfig(env))
    writeFileSync(file, `${secret}\n`)
    const DATABASE_URL = 'postgres://h/d'
    expect(faults({})).toEqual([])
    expect(faults({ DATABASE_URL })).toEqual([
      'STANDARD_WEBHOOKS_SECRET: is missing; with DATABASE_URL every server needs the same one',
    ])
    expect(faults({ DATABASE_URL, STANDARD_WEBHOOKS_SECRET: secret })).toEqual([])
    expect(faults({ DATABASE_URL, STANDARD_WEBHOOKS_SECRET_FILE: file })).toEqual([])
    expect(faults({ STANDARD_WEBHOOKS_SECRET: secret, STANDARD_WEBHOOKS_SECRET_FILE: file })).toEqual([
      'STANDARD_WEBHOOKS_SECRET: set it or STANDARD_WEBHOOKS_SECRET_FILE, not both',
    ])
    expect(faults({ STANDARD_WEBHOOKS_SECRET_FILE: `${file}.none` })).toEqual([
      'STANDARD_WEBHOOKS_SECRET_FILE: the file cannot be read (ENOENT)',
    ])
    writeFileSync(file, 'geheim\n')
    expect(faults({ STANDARD_WEBHOOKS_SECRET_FILE: file })).toEqual([
      expect.stringMatching(/^STANDARD_WEBHOOKS_SECRET_FILE: must be whsec_/),
    ])
  })

  it('is documented in one table: every variable, its default and its meaning', () => {
    const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8')
    const rows = [...page.matchAll(/^\| `([A-Z0-9_]+)` +\| (.+?) +\| (.+?) +\|$/gm)].map(([, ...cells]) => cells)
    const defaults = readConfig({})
    const shown = (value: unknown) => {
      if (typeof value === 'boolean') return `\`${value ? 'on' : 'off'}\``
      return value === undefined || (Array.isArray(value) && value.length === 0) ? 'none' : `\`${value}\``
    }
    expect(rows).toEqual(names.map((name) => [name, shown(defaults[name]), configSchema.shape[name].description]))
  })
})
