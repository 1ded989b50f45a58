import { describe, expect, it } from 'vitest'
import { type Fault, type LinkState, type Status, statusOf } from '../../../desktop/core/bell/status.ts'
import type { LinkFault } from '../../../desktop/core/ports.ts'
import { DEFAULT_SETTINGS, OUTPUTS, type Settings } from '../../../desktop/core/settings.ts'
import { soundState } from '../../../desktop/core/statements/host-sound.ts'
import {
  causesToTell,
  sayBriefly,
  sayCause,
  sayClaim,
  sayTitle,
  statementWords,
  storeClock,
} from '../../../desktop/core/statements/say.ts'
import type { Cause, Facts, Statements } from '../../../desktop/core/statements/statement.ts'
import { isDeaf, statementsOf } from '../../../desktop/core/statements/statements.ts'
import { messagesFor } from '../../../desktop/ui/messages/index.ts'
import { LOCALES, type Locale } from '../../../shared/locales.ts'

const NOW = Date.UTC(2026, 0, 1, 4)
const fine = statusOf({
  ...{ link: { phase: 'in_sync' as const, since: NOW, failures: 0 }, settings: DEFAULT_SETTINGS, now: NOW },
  ...{ unanswered: [], trouble: {}, stored: true, understood: true, answersWaiting: 0, serverAheadMs: 0 },
  store: { id: 's', name: '小店', locale: 'zh-CN', timezone: 'Asia/Shanghai' },
  serverFaults: [],
})
const QUIET = { from: '22:00', to: '08:00' }

/** The store of a server that says whether it tells anybody outside. */
function storeThat(tells: boolean) {
  return { id: 's', name: '小店', locale: 'zh-CN', timezone: 'Asia/Shanghai', tells }
}

interface State {
  status?: Partial<Status>
  settings?: Partial<Settings>
  sound?: Facts['sound']
  bystander?: boolean
  update?: NonNullable<Facts['update']>
}

function factsOf({ status, settings, sound, bystander = false, update }: State): Facts {
  const whole = { ...fine, ...status }
  return {
    status: whole,
    settings: { ...DEFAULT_SETTINGS, ...settings },
    sound: sound ?? soundState(whole.faults),
    bystander,
    timeZone: whole.store?.timezone,
    ...(update && { update }),
  }
}

/** The ids and tones of all causes, those of one statement together. */
function causesOf(state: State): string[] {
  return all(statementsOf(factsOf(state))).flatMap(({ causes }) => causes.map(({ id, tone }) => `${id}: ${tone}`))
}

function all(statements: Statements): { about: string; holds: string; tone: string; causes: readonly Cause[] }[] {
  return Object.values(statements)
}

const LINKS: readonly LinkState[] = ['unpaired', 'connecting', 'catching_up', 'connected', 'offline', 'refused']
const LINK_FAULTS: readonly (LinkFault | undefined)[] = [
  undefined,
  { kind: 'no_network', why: 'offline' },
  { kind: 'no_network', why: 'portal' },
  { kind: 'server_away', why: 'closed' },
  { kind: 'refused', why: 'replaced' },
  { kind: 'refused', why: 'http_503' },
  { kind: 'proxy', why: 'http_400' },
]
const PARTS: readonly Fault[][] = [
  [],
  [{ part: 'system_volume', reason: 'output_muted' }],
  [{ part: 'system_volume', reason: 'output_low' }],
  [{ part: 'speech', reason: 'engine_failed' }],
  [{ part: 'chime', reason: 'failed' }],
  [
    { part: 'speech', reason: 'no_voice' },
    { part: 'chime', reason: 'failed' },
  ],
  [
    { part: 'storage', reason: 'failed' },
    { part: 'dialog', reason: 'hidden' },
    { part: 'notification', reason: 'not_allowed' },
    { part: 'reading', reason: 'too_old' },
    { part: 'server', reason: 'clock_wrong' },
    { part: 'server', reason: 'flooded' },
  ],
]
const SOUNDS = ['ready', 'server_voice', 'locked', 'no_voice', 'silent'] as const

type LinkSide = Pick<Status, 'link'> & Partial<Status>

/** Every state of the link, with each of its reasons. */
const LINK_SIDES: readonly LinkSide[] = LINKS.flatMap((link): LinkSide[] => {
  if (link !== 'offline' && link !== 'refused') return [{ link }]
  return LINK_FAULTS.map((linkFault) => ({
    ...{ link, lost: true },
    ...(linkFault && { linkFault }),
    ...(link === 'refused' && { refused: 'revoked' as const }),
  }))
})

const BOTH = [true, false]

/** Every state of what can be heard: the status, the settings that speak about sound, and the host, each with each. */
function* soundSides(): Generator<State> {
  for (const faults of PARTS)
    for (const sound of SOUNDS)
      for (const output of OUTPUTS)
        for (const mutedUntil of [null, NOW + 60_000])
          for (const quietHours of [null, QUIET])
            for (const raiseVolume of BOTH)
              for (const new_order of BOTH)
                for (const bystander of BOTH)
                  yield {
                    status: {
                      ...{ faults, mutedUntil, quietHours: quietHours !== null },
                      ...(raiseVolume && { raised: { to: 0.5, at: NOW } }),
                    },
                    settings: { output, quietHours, raiseVolume, speech: { ...DEFAULT_SETTINGS.speech, new_order } },
                    ...{ sound, bystander },
                  }
}

/** Every state of what can be heard with a state of the link, and every state of the link with each fault and host. */
function* states(): Generator<State> {
  let turn = 0
  for (const side of soundSides())
    yield { ...side, status: { ...side.status, ...LINK_SIDES[turn++ % LINK_SIDES.length], answersWaiting: 1 } }
  for (const link of LINK_SIDES)
    for (const faults of PARTS) for (const sound of SOUNDS) yield { status: { ...link, faults }, sound }
  for (const link of LINK_SIDES) for (const tells of BOTH) yield { status: { ...link, store: storeThat(tells) } }
}

/** What a text claims, read by its words alone: another source than the statements that made it. */
const CLAIMS: readonly { about: string; holds: string; words: RegExp }[] = [
  { about: 'arrives', holds: 'no', words: /收不到新订单|cannot reach you|未绑定门店|not paired/i },
  { about: 'arrives', holds: 'yes', words: /已连接|没有漏下的订单|(?<!not )connected(?! with)|nothing was missed/i },
  { about: 'heard', holds: 'yes', words: /响铃并朗读|铃声和朗读都正常|rings and speaks|Chime and speech work/i },
  { about: 'heard', holds: 'chime', words: /只响铃|铃照常响|rings only|only rings|orders chime|chime rings/i },
  { about: 'heard', holds: 'late', words: /仍会出声|暂时不响|heard all the same|silent for now/i },
  { about: 'heard', holds: 'perhaps', words: /可能听不到|may not be heard/i },
  {
    about: 'heard',
    holds: 'no',
    words:
      /来单不会响|来单听不到|来单只会显示|来单不出声|^不出声|will not ring|cannot be heard|are only shown|no sound/i,
  },
  { about: 'raised', holds: 'yes', words: /音量已调到|was raised to/i },
  {
    about: 'raised',
    holds: 'no',
    words: /系统静音了|系统音量太低|没有接受|system is muted|volume is low|did not take it/i,
  },
  { about: 'outside', holds: 'nobody', words: /没(?:有)?人会被通知|nobody (?:will be|is) told/i },
  { about: 'outside', holds: 'told', words: /会通知店外的人|somebody is told|tells people outside/i },
  { about: 'times', holds: 'store', words: /门店的时间|the store’s time|times are the store’s/i },
  { about: 'times', holds: 'device', words: /^本机的时间$|时间按本机|^this device’s time$|times are its own/i },
]

/** Everything that a device in this state writes: lamps with their cards, bars, title, tray and terminal. */
function textsOf(facts: Facts, locale: Locale): string[] {
  const statements = statementsOf(facts)
  const words = statementWords(locale)
  const { link, sound } = statements
  const cards = all(statements).flatMap(({ about, holds, causes }) => {
    const mends = causes.flatMap((cause) => Object.values(sayCause(cause, words, storeClock(facts))))
    const claim = sayClaim(statements[about as keyof Statements], words)
    const well = causes.length === 0 ? [words.fine[about as keyof Statements](facts.timeZone)] : []
    return [claim, ...mends, ...well, ...(about === 'sound' && holds === 'late' ? [words.heardLate] : [])]
  })
  const title = sayTitle(statements, facts, words)
  return [
    ...cards,
    ...(title === undefined ? [] : [title]),
    ...sayBriefly(statements, facts, words),
    ...causesToTell(statements).map((cause) => sayCause(cause, words, storeClock(facts)).text),
    sayClaim(link, words),
    sayClaim(sound, words),
  ]
}

/** The least that can be claimed of a bell that is heard by chime alone while its words fail: all these agree. */
const AGREE: Readonly<Record<string, readonly string[]>> = { no: ['no'], late: ['late'], perhaps: ['perhaps', 'chime'] }

describe('no two texts of one device contradict each other', () => {
  it.each(LOCALES)('in any state of status, settings and host, in %s', (locale) => {
    let looked = 0
    const contradictions = new Set<string>()
    for (const state of states()) {
      looked++
      const facts = factsOf(state)
      const statements = statementsOf(facts)
      const claims = [...new Set(textsOf(facts, locale))].flatMap((text) =>
        CLAIMS.filter(({ words }) => words.test(text)).map(({ about, holds }) => ({ about, holds, text })),
      )
      for (const about of new Set(claims.map((claim) => claim.about))) {
        const own = claims.filter((claim) => claim.about === about)
        const [worst] = ['no', 'late', 'perhaps'].filter((holds) => own.some((claim) => claim.holds === holds))
        const may = (worst !== undefined && AGREE[worst]) || own.map(({ holds }) => holds).slice(0, 1)
        const others = own.filter(({ holds }) => !may.includes(holds))
        if (others.length > 0) contradictions.add(`${about}: ${own.map(({ text }) => text).join(' | ')}`)
      }
      // What is claimed by words is what the statements hold.
      if (
        statements.sound.holds === 'silent' &&
        !claims.some(({ about, holds }) => about === 'heard' && holds === 'no')
      )
        contradictions.add(`silent, and no word of it: ${JSON.stringify(state)}`)
    }
    expect(looked).toBeGreaterThan(3_000)
    expect([...contradictions].slice(0, 8)).toEqual([])
  })

  it('would find the contradictions that there were', () => {
    const found = (texts: string[]) =>
      new Set(texts.flatMap((text) => CLAIMS.filter(({ words }) => words.test(text)).map((one) => one.holds))).size > 1
    expect(found(['声音还没有打开，来单不会响', '铃声和朗读都正常。'])).toBe(true)
    expect(found(['本机设为只显示，来单不出声', '五分钟无人处理的订单仍会出声。'])).toBe(true)
    expect(found(['系统静音了，来单听不到', '音量已调到 50 %'])).toBe(true)
  })
})

/** Every fixed text of a part of the messages. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

it.each(LOCALES)('the other texts that stand beside the lamps, in %s, claim nothing that a lamp says', (locale) => {
  const { board, plain, history, nav } = messagesFor(locale)
  const claims = [
    ...CLAIMS.map(({ words }) => words),
    /会响铃|will ring|连不上|cannot be reached|响铃和朗读照常|the bell goes on/i,
  ]
  const said = textsIn([board, plain, history, nav]).filter((text) => claims.some((words) => words.test(text)))
  expect(said).toEqual([])
})

describe('the statements', () => {
  it('are all good when all is well', () => {
    const statements = statementsOf(factsOf({}))
    expect(all(statements).map(({ about, holds, tone }) => `${about} ${holds} ${tone}`)).toEqual([
      'link connected good',
      'sound speaks good',
      'clock store good',
      'device fine good',
      'server fine good',
      'outside unknown good',
      'intake unknown good',
    ])
    expect(causesOf({})).toEqual([])
  })

  it('say in red that nobody outside is told, on the screen alone: a bar or a tray that says it for weeks is overlooked', () => {
    const facts = factsOf({ status: { store: storeThat(false) } })
    const statements = statementsOf(facts)
    expect(statements.outside).toMatchObject({ holds: 'nobody', tone: 'alarm', causes: [{ id: 'nobody_told' }] })
    expect(causesToTell(statements)).toEqual([])
    expect(isDeaf(statements)).toBe(false)
    expect(sayTitle(statements, facts, statementWords('zh-CN'))).toBeUndefined()
    expect(causesOf({ status: { store: storeThat(true) } })).toEqual([])
  })

  it('tell what fails at the voice of a server, and nothing of that it speaks', () => {
    expect(causesOf({ sound: 'server_voice' })).toEqual(['server_voice: good'])
    const faults = [{ part: 'speech' as const, reason: 'failed' }]
    expect(causesOf({ status: { faults }, sound: 'server_voice' })).toEqual([
      'speech_failed: warn',
      'server_voice: good',
    ])
  })

  it('tell the faults of the server, also those that came after this client', () => {
    const faults = ['clock_wrong', 'clock_jumped', 'flooded'].map((reason) => ({ part: 'server' as const, reason }))
    expect(causesOf({ status: { faults } })).toEqual([
      'server_clock_wrong: alarm',
      'server_clock_jumped: warn',
      'server_fault: alarm',
    ])
  })

  it('tell of an update that has come, and of one that needs a hand', () => {
    expect(causesOf({ update: { ready: '1.2.4' } })).toEqual(['update_ready: note'])
    expect(causesOf({ update: { news: '1.2.4' } })).toEqual(['update_news: note'])
  })

  it('tell one trouble of sound once, and the worst first', () => {
    const faults = [
      { part: 'speech' as const, reason: 'no_voice' },
      { part: 'chime' as const, reason: 'not_allowed' },
    ]
    expect(causesOf({ status: { faults }, sound: 'no_voice' })).toEqual(['no_voice: warn'])
    const muted = [{ part: 'system_volume' as const, reason: 'output_muted' }]
    expect(causesOf({ status: { faults: muted, mutedUntil: NOW + 1 }, sound: 'silent' })).toEqual([
      'no_sound: alarm',
      'output_muted: alarm',
      'muted: warn',
    ])
  })

  it('want no voice on a device that only rings, and nothing at all on one that only shows', () => {
    const settings = { output: 'ring' as const }
    expect(causesOf({ settings, sound: 'no_voice' })).toEqual(['ring_only: note'])
    const faults = [{ part: 'chime' as const, reason: 'failed' }]
    expect(causesOf({ settings, status: { faults } })).toEqual(['chime_failed: alarm'])
    expect(causesOf({ settings: { output: 'show' }, sound: 'locked', status: { mutedUntil: NOW + 1 } })).toEqual([
      'show_only: note',
    ])
  })

  it('say on a bystander that another tab rings, nothing of that tab’s own window, and where its sound is unlocked', () => {
    const faults = [{ part: 'dialog' as const, reason: 'hidden' }]
    expect(causesOf({ status: { faults }, bystander: true })).toEqual(['bystander: note'])
    const [locked] = statementsOf(factsOf({ sound: 'locked', bystander: true })).sound.causes
    expect(locked).toMatchObject({ id: 'locked', elsewhere: true })
  })

  it('do not offer what was tried and refused', () => {
    const status = { faults: [{ part: 'system_volume' as const, reason: 'output_muted' }] }
    const mend = (raiseVolume: boolean) => {
      const facts = factsOf({ status, settings: { raiseVolume } })
      const [cause] = statementsOf(facts).sound.causes
      return cause && sayCause(cause, statementWords('zh-CN'), storeClock(facts)).mend
    }
    expect(mend(false)).toContain('在设置里允许')
    expect(mend(true)).not.toContain('在设置里允许')
    expect(mend(true)).toContain('系统没有接受')
  })

  it('tell a mute in the store’s time, whatever the clock and the zone of this device', () => {
    const facts = factsOf({ status: { mutedUntil: NOW, serverAheadMs: 3_600_000 } })
    const [muted] = statementsOf(facts).sound.causes
    expect(muted && sayCause(muted, statementWords('zh-CN'), storeClock(facts)).text).toBe('已静音到 13:00')
  })

  it('say that a zone is unknown, and that a clock is off', () => {
    const store = { id: 's', name: '小店', locale: 'zh-CN' as const, timezone: 'Mars/Olympus' }
    expect(causesOf({ status: { store, serverAheadMs: -600_000 } })).toEqual([
      'zone_unknown: warn',
      'device_clock: note',
    ])
    expect(statementsOf(factsOf({ status: { store } })).clock.holds).toBe('device')
  })
})

describe('the title', () => {
  const titleOf = (state: State, locale: Locale = 'zh-CN') => {
    const facts = factsOf(state)
    return sayTitle(statementsOf(facts), facts, statementWords(locale))
  }

  it('has nothing while all is well, at a start, and in an interruption that is not worth a word', () => {
    for (const link of ['connected', 'connecting', 'catching_up'] as const)
      expect(titleOf({ status: { link } })).toBeUndefined()
  })

  it.each(LINK_FAULTS)('says why no order arrives: %j', (linkFault) => {
    for (const locale of LOCALES) {
      const title = titleOf({ status: { link: 'offline', lost: true, ...(linkFault && { linkFault }) } }, locale)
      expect(title).toMatch(/^(收不到新订单|New orders cannot reach you)/)
    }
  })

  it('keeps its mark until the link is in sync again', () => {
    expect(titleOf({ status: { link: 'catching_up', lost: true } })).toBe('正在补收')
    expect(titleOf({ status: { link: 'connected' } })).toBeUndefined()
  })

  it('says that nothing is heard, but not that somebody wanted that', () => {
    expect(titleOf({ sound: 'locked' })).toBe('声音还没有打开，来单不会响')
    expect(titleOf({ settings: { output: 'show' } })).toBeUndefined()
    expect(isDeaf(statementsOf(factsOf({ sound: 'silent' })))).toBe(true)
  })
})

describe('the four reasons of being offline', () => {
  it.each(LOCALES)('have a text and a remedy each, for every detail, in %s', (locale) => {
    const details: LinkFault[] = [
      ...['offline', 'no_route', 'portal', 'names'].map((why) => ({ kind: 'no_network' as const, why })),
      ...['closed', 'name', 'timeout', 'no_answer'].map((why) => ({ kind: 'server_away' as const, why })),
      ...['revoked', 'replaced', 'restart', 'slow', 'tls', 'http_421', 'http_503', 'http_418', 'close_1011'].map(
        (why) => ({ kind: 'refused' as const, why }),
      ),
      { kind: 'refused', why: 'not_ready_migrating' },
      ...['no_socket', 'http_400', 'http_407'].map((why) => ({ kind: 'proxy' as const, why })),
    ]
    const texts = details.map((fault) => {
      const facts = factsOf({ status: { link: 'offline', lost: true, linkFault: fault } })
      const [cause] = statementsOf(facts).link.causes
      const said = cause && sayCause(cause, statementWords(locale), storeClock(facts))
      expect(said?.mend).toMatch(/\S{2}/)
      return `${fault.kind} ${said?.text}`
    })
    const kinds = new Map(texts.map((text) => [text.split(' ').slice(1).join(' '), text.split(' ')[0]]))
    // No text stands for two of the four.
    for (const text of texts) expect(kinds.get(text.split(' ').slice(1).join(' '))).toBe(text.split(' ')[0])
  })
})

describe('a store that is busy or paused', () => {
  const intakes = [
    [{ state: 'busy', extraMinutes: 15, until: NOW + 3_600_000, seq: 1 }, '忙碌 +15 分钟，至 13:00'],
    [{ state: 'paused', until: NOW + 1_800_000, seq: 1 }, '暂停接单至 12:30'],
    [{ state: 'archived', seq: 1 }, '门店已停用，不再接单'],
  ] as const

  it.each(intakes)('%j is told where there are no lamps', (intake, text) => {
    const facts = factsOf({ status: { store: { ...storeThat(true), locale: 'zh-CN', intake } } })
    expect(sayBriefly(statementsOf(facts), facts, statementWords('zh-CN'))).toContain(text)
  })

  it('by the store’s clocks, when this device’s own is wrong', () => {
    const [[intake, text]] = [intakes[1]]
    const serverAheadMs = 600_000
    const facts = factsOf({ status: { serverAheadMs, store: { ...storeThat(true), intake } } })
    expect(sayBriefly(statementsOf(facts), facts, statementWords('zh-CN'))).toContain(text)
  })

  it('that is open, or of another server, says nothing', () => {
    for (const state of ['open', 'asleep'])
      expect(causesOf({ status: { store: { ...storeThat(true), intake: { state, seq: 1 } } } })).toEqual([])
  })
})
