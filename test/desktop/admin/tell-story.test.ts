import { expect, it } from 'vitest'
import { en } from '../../../desktop/hosts/admin/messages/en.ts'
import { tellStory } from '../../../desktop/hosts/admin/orders/tell-story.ts'
import type { ReadAttention } from '../../../shared/api/order-attention.ts'

const told = (outcome: Record<string, string>): string | undefined => {
  const receipt = { deviceId: 'dv_1', device: 'Counter', times: 1, firstAt: 2, lastAt: 2, outcome }
  const reminder = { id: 'rm_1', kind: 'new_order', state: 'open', createdAt: 1, answeredAt: null, receipts: [receipt] }
  const story = { reminders: [reminder], told: [] } as unknown as ReadAttention
  return tellStory(story, en.orders)[1]?.text
}

it.each([
  [{ speech: 'ok', notification: 'ok', dialog: 'ok', print: 'printed', words: 'counted' }, []],
  [{ speech: 'none', notification: 'none', dialog: 'none', print: 'reprinted' }, []],
  [{ speech: 'muted', notification: 'ok', dialog: 'ok' }, ['speech: muted']],
  [{ speech: 'ok', notification: 'ok', dialog: 'ok', print: 'paper_out' }, ['print: paper_out']],
])('of %j only what went wrong is told as failed', (outcome, failed) => {
  const text = told(outcome)
  expect(text).toContain('Counter')
  expect(text?.split('failed: ')[1]?.split(', ') ?? []).toEqual(failed)
})
