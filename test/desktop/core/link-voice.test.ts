import { expect, it } from 'vitest'
import { createLinkVoice, PACE, SUPPRESSED_PACE } from '../../../desktop/core/announcer/link-voice.ts'
import type { Link, Phase } from '../../../desktop/core/connection/connection.ts'
import { phrasesFor } from '../../../shared/phrases/index.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const phrases = phrasesFor('zh-CN')

function rig() {
  const clock = createManualClock()
  const said: string[] = []
  const state = { suppressed: false, missed: 0, outcome: 'ok' }
  const linkVoice = createLinkVoice({
    clock,
    phrases: () => phrases,
    async say({ text }) {
      said.push(text)
      return state.outcome
    },
    suppressed: () => state.suppressed,
    missed: () => state.missed,
  })
  const link = (phase: Phase, refused?: Link['refused']) =>
    linkVoice.update({ phase, since: 0, failures: 0, ...(refused !== undefined && { refused }) })
  return { clock, said, state, link, linkVoice }
}

it('a short interruption is not worth a word', () => {
  const { clock, said, link } = rig()
  link('in_sync')
  link('waiting')
  clock.advance(PACE.firstMs - 1)
  link('connecting')
  link('in_sync')
  clock.advance(3_600_000)
  expect(said).toEqual([])
})

it('offline is said after 20 s, then every three minutes, with how long; back online with what was missed', () => {
  const { clock, said, state, link } = rig()
  link('in_sync')
  link('waiting')
  clock.advance(PACE.firstMs)
  for (const phase of ['connecting', 'waiting', 'connecting', 'catching_up'] as const) link(phase)
  expect(said).toEqual([phrases.offline()])
  clock.advance(2 * PACE.everyMs)
  expect(said).toEqual([phrases.offline(), phrases.offline(3), phrases.offline(6)])
  state.missed = 2
  link('in_sync')
  expect(said.at(-1)).toBe(phrases.backOnline(2))
  clock.advance(3_600_000)
  expect([said.length, clock.pending()]).toEqual([4, 0])
})

it.each(['timeout', 'engine_failed', 'output_muted'])(
  'one that failed (%s) is tried again after 20 s, until it was heard; a mute is no failure',
  async (outcome) => {
    const { clock, said, state, link } = rig()
    link('in_sync')
    state.outcome = outcome
    link('waiting')
    await clock.advanceAsync(PACE.firstMs)
    await clock.advanceAsync(PACE.firstMs + 1_000)
    await clock.advanceAsync(PACE.firstMs + 1_000)
    expect(said).toHaveLength(3)
    state.outcome = 'muted'
    await clock.advanceAsync(PACE.firstMs + 1_000)
    expect(said).toHaveLength(4)
    await clock.advanceAsync(PACE.everyMs - 10_000)
    expect(said).toHaveLength(4)
    await clock.advanceAsync(10_000)
    expect(said).toHaveLength(5)
  },
)

it.each(['no_voice', 'no_engine'])(
  'one without words (%s) has rung: the next comes after the pause between two, and not every 20 s',
  async (outcome) => {
    const { clock, said, state, link } = rig()
    link('in_sync')
    state.outcome = outcome
    link('waiting')
    await clock.advanceAsync(PACE.firstMs)
    await clock.advanceAsync(PACE.everyMs - 1)
    expect(said).toHaveLength(1)
    await clock.advanceAsync(1)
    expect(said).toHaveLength(2)
  },
)

it('a device that never gets through says so as well', () => {
  const { clock, said, link } = rig()
  link('connecting')
  clock.advance(PACE.firstMs)
  expect(said).toEqual([phrases.offline()])
})

it.each([
  ['revoked', phrases.revoked()],
  ['unauthorized', phrases.unpaired()],
] as const)('refused (%s) is said at once, and again', (refused, text) => {
  const { clock, said, link } = rig()
  link('in_sync')
  link('refused', refused)
  expect(said).toEqual([text])
  clock.advance(PACE.everyMs)
  expect(said).toEqual([text, text])
})

it('refused for its version, a device is deaf like one without a network', () => {
  const { said, link } = rig()
  link('refused', 'version')
  expect(said).toEqual([phrases.offline()])
})

it('a refusal during an outage does not wait for the next turn', () => {
  const { clock, said, link } = rig()
  link('waiting')
  clock.advance(PACE.firstMs)
  link('refused', 'revoked')
  expect(said).toEqual([phrases.offline(), phrases.revoked()])
})

it('where a human asked for silence it comes later and more seldom, but it comes', () => {
  const { clock, said, state, link } = rig()
  state.suppressed = true
  link('in_sync')
  link('waiting')
  clock.advance(SUPPRESSED_PACE.firstMs - 1)
  expect(said).toEqual([])
  clock.advance(1)
  expect(said).toEqual([phrases.offline(5)])
  clock.advance(SUPPRESSED_PACE.everyMs)
  expect(said).toHaveLength(2)
})

it('stop ends it', () => {
  const { clock, said, link, linkVoice } = rig()
  link('waiting')
  linkVoice.stop()
  clock.advance(3_600_000)
  expect([said, clock.pending()]).toEqual([[], 0])
})
