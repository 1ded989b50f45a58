import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { tempDir } from '../support/temp-dir.ts'
import { startTestServer } from '../support/test-server.ts'
import { root } from '../tooling/source-files.ts'

const RULES = join(root, 'deploy/alerts.yml')
const promtool = spawnSync('promtool', ['--version']).error === undefined
const rulesSchema = z.object({
  groups: z.array(z.object({ rules: z.array(z.object({ alert: z.string(), expr: z.string() })) })),
})

describe.skipIf(!promtool)('the alert rules (needs promtool, of Debian’s prometheus)', () => {
  it('are accepted', () => {
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', RULES], { encoding: 'utf8' })
    expect(status, stdout + stderr).toBe(0)
  })

  it('ring for an order that waits for eleven minutes and a shop without a device, and not for a quiet evening', () => {
    const waiting = 'laidan_reminder_oldest_since_seconds{store="st_1"}'
    const alone = 'laidan_stores_open_without_device'
    const tests = {
      rule_files: [RULES],
      evaluation_interval: '1m',
      tests: [
        {
          interval: '1m',
          input_series: [
            { series: waiting, values: '0x20' },
            { series: alone, values: '0x5 1x15' },
            { series: 'laidan_effects_failed', values: '0x20' },
            { series: 'up{job="laidan", instance="a"}', values: '1x20' },
          ],
          alert_rule_test: [
            { eval_time: '9m', alertname: 'OrderUnanswered', exp_alerts: [] },
            {
              eval_time: '11m',
              alertname: 'OrderUnanswered',
              exp_alerts: [
                {
                  exp_labels: { severity: 'page', store: 'st_1' },
                  exp_annotations: { summary: 'Store st_1 has left something unanswered for 11m 0s.' },
                },
              ],
            },
            { eval_time: '5m', alertname: 'StoreWithoutDevice', exp_alerts: [] },
            {
              eval_time: '15m',
              alertname: 'StoreWithoutDevice',
              exp_alerts: [
                {
                  exp_labels: { severity: 'page' },
                  exp_annotations: {
                    summary: '1 store(s) are open, and no device of theirs is connected: no order would ring.',
                  },
                },
              ],
            },
            { eval_time: '15m', alertname: 'NobodyOutsideIsTold', exp_alerts: [] },
            { eval_time: '15m', alertname: 'ServerGone', exp_alerts: [] },
          ],
        },
      ],
    }
    const file = join(tempDir(), 'alerts.test.json')
    writeFileSync(file, JSON.stringify(tests))
    const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', file], { encoding: 'utf8' })
    expect(status, stdout + stderr).toBe(0)
  })
})

it('every metric that the alert rules name is one of the server’s', async () => {
  const { api, url } = await startTestServer()
  const reply = await fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${api.operatorKey}` } })
  const known = [...(await reply.text()).matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name)
  const { groups } = rulesSchema.parse(parse(readFileSync(RULES, 'utf8')))
  const named = groups.flatMap(({ rules }) => rules.flatMap(({ expr }) => expr.match(/\blaidan_\w+/g) ?? []))
  expect(named.length).toBeGreaterThan(3)
  expect(named.filter((name) => !known.includes(name))).toEqual([])
})
