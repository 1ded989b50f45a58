import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadCloudAccounts } from '../../../desktop/hosts/electron/device/cloud-account-store.ts'
import { createStateFile } from '../../../desktop/node/state-file.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { safeOf } from './support/turning-safe.ts'

const ACCOUNT = { user: 'shop@example.com', ukey: 'secret-ukey' }

const NO_LOG = { info() {}, warn() {}, error() {} }

it('an account of a cloud printer is kept sealed, found again, and replaced; a locked safe loses none', async () => {
  const path = join(tempDir(), 'printer-accounts.json')
  const state = { locked: false }
  const load = () => loadCloudAccounts({ file: createStateFile(path), safe: safeOf(state), log: NO_LOG })
  const first = await load()
  expect([first.services(), first.account('feie')]).toEqual([[], undefined])
  await first.keep('feie', { ...ACCOUNT, ukey: 'former' })
  await first.keep('feie', ACCOUNT)
  expect([first.services(), first.account('feie')]).toEqual([['feie'], ACCOUNT])
  const text = readFileSync(path, 'utf8')
  for (const secret of Object.values(ACCOUNT)) expect(text).not.toContain(secret)
  state.locked = true
  expect((await load()).services()).toEqual([])
  state.locked = false
  expect((await load()).account('feie')).toEqual(ACCOUNT)
})
