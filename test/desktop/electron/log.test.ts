import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createLog, withoutSecrets } from '../../../desktop/hosts/electron/app/log.ts'
import { tempDir } from '../../support/temp-dir.ts'

it('writes lines with their facts into its folder', () => {
  const folder = tempDir()
  const log = createLog(folder)
  log.info('started', { platform: 'linux' })
  log.info('no facts')
  const text = readFileSync(join(folder, 'laidan.log'), 'utf8')
  expect(text).toContain('[info]  started {"platform":"linux"}')
  expect(text).toContain('[info]  no facts')
})

it('never writes what is secret, whoever hands it over', () => {
  const folder = tempDir()
  createLog(folder).info('paired', { token: 'ldt_abc', pairingCode: '123-456-789', operatorKey: 'ldo_x', why: 'ok' })
  const text = readFileSync(join(folder, 'laidan.log'), 'utf8')
  expect(text).not.toMatch(/ldt_abc|123-456|ldo_x/)
  expect(withoutSecrets({ Authorization: 'Bearer x', n: 1 })).toEqual({ Authorization: '[secret]', n: 1 })
})
