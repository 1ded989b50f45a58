import { writeTable } from '../bench/table.ts'
import type { Score, Spread } from './score-rush.ts'

/** What a rush must come to: docs/rush.md. */
const MOST_WRONG = 0.01
const MOST_OVERLAP = 0.05

/** Names each target that a rush misses; empty when all is well. `speaksOnce`: one device a room speaks. */
export function missedTargets({ warnings, announcements, overlap }: Score, speaksOnce: boolean): string[] {
  const wrong = wrongShare(announcements)
  return [
    ...(warnings.never.length > 0 ? [`warnings never heard, of the orders ${warnings.never.join(', ')}`] : []),
    ...(wrong >= MOST_WRONG ? [`false and double announcements: ${percent(wrong)}`] : []),
    ...(speaksOnce && overlap.sameRoom >= MOST_OVERLAP ? [`two voices in a room: ${percent(overlap.sameRoom)}`] : []),
  ]
}

/** Writes the scorecard of some rushes side by side, in Markdown. */
export function writeScorecard(rushes: readonly { seed: number; score: Score }[]): string {
  const row = (name: string, write: (score: Score) => string) => [name, ...rushes.map(({ score }) => write(score))]
  const devices = rushes[0]?.score.devices ?? []
  return writeTable({
    heads: ['', ...rushes.map(({ seed }) => `seed ${seed}`)],
    rows: [
      row('orders paid', ({ orders }) => String(orders.paid)),
      row('accepted / rejected / called off before', ({ orders }) =>
        [orders.accepted, orders.rejected, orders.calledOff].join(' / '),
      ),
      row('unanswered at the end', ({ orders }) => String(orders.unanswered)),
      row('told begins p50 / p90 / p99 / max, s', ({ told }) => seconds(told.started)),
      row('told in full p50 / p90 / p99 / max, s', ({ told }) => seconds(told.ended)),
      row('answered before that', ({ told }) => String(told.untold)),
      row('answer p50 / p90 / p99 / max, s', ({ answered }) => seconds(answered)),
      ...devices.flatMap(({ name }, index) => [
        row(`${name}: utterances per 10 min, mean / most`, ({ devices }) => {
          const { utterancesPer10Min = 0, mostIn10Min = 0 } = devices[index] ?? {}
          return `${utterancesPer10Min.toFixed(1)} / ${mostIn10Min}`
        }),
        row(`${name}: share of time spoken`, ({ devices }) => percent(devices[index]?.shareSpoken ?? 0)),
      ]),
      row('two voices in one room', ({ overlap }) => percent(overlap.sameRoom)),
      row('two voices anywhere', ({ overlap }) => percent(overlap.anywhere)),
      row('announcements', ({ announcements }) => String(announcements.all)),
      row('false', ({ announcements }) => String(announcements.false)),
      row('false, of a device that was cut off', ({ announcements }) => String(announcements.falseWhileCutOff)),
      row('double', ({ announcements }) => String(announcements.double)),
      row('false and double', ({ announcements }) => percent(wrongShare(announcements))),
      row('accepted orders with a warning', ({ warnings }) => String(warnings.orders)),
      row('warning heard before / after the answer', ({ warnings }) => `${warnings.before} / ${warnings.after}`),
      row('warning never heard', ({ warnings }) => String(warnings.never.length)),
      row('warning never heard, called off', ({ warnings }) => String(warnings.neverOfCalledOff)),
      row('first sound of a muted device, s', ({ firstSoundAfterMute }) =>
        firstSoundAfterMute.map((ms) => (ms === null ? '–' : (ms / 1_000).toFixed(0))).join(', '),
      ),
      row('urged five times / heard at level 3', ({ urgedFiveTimes: { orders, spokenAtLevel3 } }) =>
        [orders, spokenAtLevel3].join(' / '),
      ),
    ],
  })
}

function wrongShare({ all, false: wrong, double }: Score['announcements']): number {
  return all === 0 ? 0 : (wrong + double) / all
}

function seconds({ p50, p90, p99, max }: Spread): string {
  return [p50, p90, p99, max].map((ms) => (Number.isNaN(ms) ? '–' : (ms / 1_000).toFixed(0))).join(' / ')
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
