import { expect, it } from 'vitest'
import { hasFailed } from '../../../desktop/hosts/admin/orders/has-failed.ts'

it.each([
  [{ speech: 'ok', notification: 'ok', dialog: 'ok', print: 'printed', words: 'counted' }, []],
  [{ speech: 'none', notification: 'none', dialog: 'none', print: 'reprinted' }, []],
  [{ speech: 'muted', notification: 'ok', dialog: 'ok' }, ['speech']],
  [{ speech: 'ok', notification: 'ok', dialog: 'ok', print: 'paper_out' }, ['print']],
])('of %j only what went wrong has failed', (outcome, failed) => {
  const parts = Object.entries(outcome).filter(([part, how]) => hasFailed(part, how))
  expect(parts.map(([part]) => part)).toEqual(failed)
})
