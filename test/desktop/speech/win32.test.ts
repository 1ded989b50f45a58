import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createVoice } from '../../../desktop/speech/create-voice.ts'
import { createWin32Engine, SafeSayWin32, windowsPowerShell } from '../../../desktop/speech/win32.ts'
import { formatSpeakLine, parseWorkerReply, WORKER_SCRIPT } from '../../../desktop/speech/win32-worker.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { bystander, fixture, hostileTexts, isAlive, type LogEntry, standInLog, untilGone, utterance } from './rig.ts'

const PROGRAM = fixture('fake-powershell.mjs')
const isStart = (entry: LogEntry) => entry.script !== undefined
const isSpoken = (text: string) => (entry: LogEntry) => entry.text === text

function windowsVoice(env: NodeJS.ProcessEnv = {}, program = PROGRAM) {
  const log = standInLog(env)
  const clock = createManualClock()
  const troubles: string[] = []
  const report = (outcome: string, detail: string) => void troubles.push(`${outcome}: ${detail}`)
  const voice = createVoice({ platform: 'win32', clock, program, env: log.env, report })
  onTestFinished(() => voice.close())
  return { voice, clock, log, troubles, starts: () => log.entries().filter(isStart) }
}

describe('Windows, against a stand-in for PowerShell', () => {
  test('one worker, started before the first utterance, speaks them all', async () => {
    const { voice, log, starts } = windowsVoice()
    await log.until(isStart)
    const speaking = ['一', '二', '三'].map((text) => voice.speak(utterance(text)))
    expect(await Promise.all(speaking)).toEqual(['ok', 'ok', 'ok'])
    expect(starts()).toHaveLength(1)
    expect(log.entries().flatMap((entry) => entry.text ?? [])).toEqual(['一', '二', '三'])
  })

  test('the command line is the same for everybody and holds no text', async () => {
    const { voice, starts } = windowsVoice()
    await voice.speak(utterance('宫保鸡丁 secret'))
    const [{ argv = [], script = '' } = {}] = starts()
    expect(argv.slice(0, 4)).toEqual(['-NoLogo', '-NoProfile', '-NonInteractive', '-EncodedCommand'])
    expect(argv).toHaveLength(5)
    expect(argv[4]).toMatch(/^[A-Za-z0-9+/]+={0,2}$/)
    expect(script).toBe(WORKER_SCRIPT)
    expect(argv.join(' ')).not.toMatch(/secret|宫/)
    // CreateProcess takes 32,767 characters.
    expect(argv.join(' ').length).toBeLessThan(20_000)
  })

  test('what travels is ASCII, and arrives byte for byte', async () => {
    const log = standInLog()
    const engine = createWin32Engine({ clock: createManualClock(), program: PROGRAM, env: log.env })
    onTestFinished(engine.close)
    const texts = [
      '您有新的订单，请及时处理',
      '“双引号” ‘单引号’ " \' ` ´',
      '%PATH% $(Get-Process) $env:PATH `whoami` & | ; <speak>',
      'line\nS 9 0 100 zh-CN AAAA\r\nQ',
      '𠮷野家 🍜 \u0000 \ufeff é',
      '',
      '长'.repeat(20_000),
    ]
    for (const text of texts) expect(await engine.say(utterance(text), () => {}).result).toEqual({ outcome: 'ok' })
    const lines = log.entries().filter((entry) => entry.line !== undefined)
    expect(lines.map((entry) => entry.text)).toEqual(texts)
    for (const { line } of lines) expect(line).toMatch(/^S \d+ -?\d+ \d+ [A-Za-z,-]+ - [A-Za-z0-9+/=]*$/)
  })

  test('hostile text does nothing but be spoken', async () => {
    const { voice, log, starts } = windowsVoice()
    const marker = join(tempDir(), 'pwned')
    const texts = hostileTexts(marker)
    for (const text of texts) expect(['ok', 'failed']).toContain(await voice.speak(utterance(text)))
    expect(existsSync(marker)).toBe(false)
    expect(starts()).toHaveLength(1)
    expect(log.entries().filter((entry) => entry.line !== undefined)).toHaveLength(texts.length - 3)
  })

  test('rate, volume and languages are given in the worker’s terms', async () => {
    const { voice, log } = windowsVoice()
    await voice.speak(utterance('一', { rate: 1, volume: 1 }))
    await voice.speak(utterance('二', { rate: 2, volume: 0.455 }))
    await voice.speak(utterance('three', { rate: 0.5, volume: 0, locale: 'en' }))
    expect(log.entries().filter((entry) => entry.line !== undefined)).toMatchObject([
      { rate: '0', volume: '100', cultures: 'zh-CN,zh-SG,zh-TW' },
      { rate: '6', volume: '46', cultures: 'zh-CN,zh-SG,zh-TW' },
      { rate: '-6', volume: '0', cultures: 'en-US,en-GB,en' },
    ])
  })

  test.each([
    ['NOVOICE', 'no_voice', 'no_voice: '],
    ['ERR', 'failed', 'failed: InvalidOperationException: 出错了'],
    ['NOAUDIO', 'no_audio_device', 'no_audio_device: AudioException: 音频设备错误'],
  ])('the reply to %s is an outcome, and the worker lives on', async (text, outcome, trouble) => {
    const { voice, troubles, starts } = windowsVoice()
    expect(await voice.speak(utterance(text))).toBe(outcome)
    expect(await voice.speak(utterance('您好'))).toBe('ok')
    expect(troubles).toEqual([trouble])
    expect(starts()).toHaveLength(1)
  })

  test('lines that are no reply, and one without end, are ignored', async () => {
    const { voice, log } = windowsVoice()
    expect(await voice.speak(utterance('GARBAGE'))).toBe('ok')
    expect(await voice.speak(utterance('您好'))).toBe('ok')
    expect(log.entries().flatMap((entry) => entry.text ?? [])).toEqual(['GARBAGE', '您好'])
  })

  test('a worker that dies fails what it was saying; the next utterance has a new one', async () => {
    const { voice, starts, troubles } = windowsVoice()
    const outcomes = ['您好', 'DIE', '再见'].map((text) => voice.speak(utterance(text)))
    expect(await Promise.all(outcomes)).toEqual(['ok', 'failed', 'ok'])
    expect(starts()).toHaveLength(2)
    expect(troubles).toEqual(['failed: exit code 7'])
  })

  test('a worker that dies over and over is left alone for a minute', async () => {
    const { voice, starts, clock } = windowsVoice()
    for (let i = 0; i < 6; i += 1) expect(await voice.speak(utterance('DIE'))).toBe('failed')
    expect(starts()).toHaveLength(3)
    clock.advance(60_000)
    expect(await voice.speak(utterance('您好'))).toBe('ok')
    expect(starts()).toHaveLength(4)
  })

  test.each([
    ['fatal', 'no_engine', 'no_engine: MethodException: 仅支持核心类型'],
    ['novoices', 'no_voice', 'no_voice: PlatformNotSupportedException: 没有安装语音'],
    ['die', 'no_engine', 'no_engine: exit code 1'],
  ])('a worker that cannot begin (%s) is %s', async (start, outcome, trouble) => {
    const { voice, troubles, starts } = windowsVoice({ FAKE_START: start })
    for (let i = 0; i < 6; i += 1) expect(await voice.speak(utterance('您好'))).toBe(outcome)
    expect(troubles).toEqual(Array(6).fill(trouble))
    expect(starts()).toHaveLength(3)
  })

  test('no PowerShell at all is no_engine', async () => {
    const { voice } = windowsVoice({}, '/nonexistent/powershell.exe')
    expect(await voice.speak(utterance('您好'))).toBe('no_engine')
  })

  test('a worker that never gets ready is a timeout after 15 s, and gone', async () => {
    const { voice, log, clock } = windowsVoice({ FAKE_START: 'mute' })
    const { pid } = await log.until(isStart)
    const speaking = voice.speak(utterance('您好'))
    clock.advance(15_000)
    expect(await speaking).toBe('timeout')
    await untilGone(pid)
  })

  test('an utterance that hangs is a timeout; its worker is killed and replaced', async () => {
    const { voice, log, clock, starts } = windowsVoice()
    const speaking = voice.speak(utterance('HANG'))
    const { pid } = await log.until(isSpoken('HANG'))
    clock.advance(5_000 + 4 * 350)
    expect(await speaking).toBe('timeout')
    await untilGone(pid)
    expect(await voice.speak(utterance('您好'))).toBe('ok')
    expect(starts()).toHaveLength(2)
  })

  test('stop kills our worker and nobody else, and a fresh one gets ready at once', async () => {
    const other = bystander()
    const { voice, log } = windowsVoice()
    const speaking = [voice.speak(utterance('HANG')), voice.speak(utterance('二'))]
    const { pid } = await log.until(isSpoken('HANG'))

    voice.stop()

    expect(await Promise.all(speaking)).toEqual(['stopped', 'stopped'])
    await untilGone(pid)
    expect((await log.until(isStart, 2)).pid).not.toBe(pid)
    expect(isAlive(other)).toBe(true)
    expect(await voice.speak(utterance('三'))).toBe('ok')
    expect(log.entries().filter(isStart)).toHaveLength(2)
    expect(log.entries().some(isSpoken('二'))).toBe(false)
  })

  test('stop with nothing to stop leaves the worker in peace', async () => {
    const { voice, starts } = windowsVoice()
    voice.stop()
    expect(await voice.speak(utterance('一'))).toBe('ok')
    voice.stop()
    expect(await voice.speak(utterance('二'))).toBe('ok')
    expect(starts()).toHaveLength(1)
  })

  test('close ends the worker and starts no other', async () => {
    const { voice, log, starts } = windowsVoice()
    const speaking = voice.speak(utterance('HANG'))
    const { pid } = await log.until(isSpoken('HANG'))
    voice.close()
    expect(await speaking).toBe('stopped')
    await untilGone(pid)
    expect(await voice.speak(utterance('您好'))).toBe('stopped')
    expect(starts()).toHaveLength(1)
  })
})

describe('the volume of Windows, against the same stand-in', () => {
  const isLook = (entry: LogEntry) => /^V /.test(entry.question ?? '')

  test('is looked at and raised by the worker that speaks; the first look comes before anybody waits', async () => {
    const { voice, log, starts } = windowsVoice({ FAKE_LEVEL: '1 80' })
    await log.until(isLook)
    await voice.speak(utterance('一'))
    const { systemVolume } = voice
    expect(await systemVolume?.look()).toEqual({ muted: true, volume: 0.8 })
    expect(await systemVolume?.raise(0.5)).toBe(true)
    expect(await systemVolume?.look()).toEqual({ muted: false, volume: 0.5 })
    expect(
      log
        .entries()
        .flatMap((entry) => entry.question ?? entry.line ?? [])
        .map((line) => line.split(' ')[0]),
    ).toEqual([...['V', 'S', 'V', 'U', 'V']])
    expect(starts()).toHaveLength(1)
  })

  test('without a sound device, or where it cannot be compiled, nobody can tell, and the voice speaks', async () => {
    const { voice, log, starts } = windowsVoice({ FAKE_LEVEL: 'none' })
    await log.until(isLook)
    expect(await voice.speak(utterance('一'))).toBe('ok')
    expect([await voice.systemVolume?.look(), await voice.systemVolume?.raise(1)]).toEqual([undefined, false])
    expect(starts()).toHaveLength(1)
  })

  test('while it speaks, nobody looks: a question would wait for the end of the words', async () => {
    const { voice, log } = windowsVoice({ FAKE_LEVEL: '0 50' })
    await log.until(isLook)
    const speaking = voice.speak(utterance('HANG'))
    await log.until(isSpoken('HANG'))
    expect(await voice.systemVolume?.look()).toBeUndefined()
    voice.stop()
    expect(await speaking).toBe('stopped')
  })

  test.each(['hang', 'die'])(
    'a look that stops the worker (%s) costs one utterance at most, and is never made again',
    async (how) => {
      const { voice, log, clock, starts } = windowsVoice({ FAKE_LEVEL: how })
      await log.until(isLook)
      const speaking = voice.speak(utterance('一'))
      clock.advance(5_000 + 350)
      expect(['timeout', 'failed', 'ok']).toContain(await speaking)
      expect(await voice.speak(utterance('二'))).toBe('ok')
      expect(await voice.systemVolume?.look()).toBeUndefined()
      expect([log.entries().filter(isLook).length, starts().length]).toEqual([1, 2])
    },
  )
})

describe('the worker’s script and protocol', () => {
  test('the script is printable ASCII and never names the pipeline variable', () => {
    expect(WORKER_SCRIPT).toMatch(/^[\n\x20-\x7e]+$/)
    // It would make PowerShell's host read our lines from stdin itself.
    expect(WORKER_SCRIPT).not.toMatch(/\$input\b/i)
    // Nothing that guard programs look for, and nothing that runs text.
    expect(WORKER_SCRIPT).not.toMatch(
      /iex|Invoke-|DownloadString|ExecutionPolicy|Start-Process|FromBase64String\(\$script/i,
    )
  })

  test('the script closes what it opens', () => {
    for (const [open, close] of ['{}', '()', '[]']) {
      expect(WORKER_SCRIPT.split(open as string).length).toBe(WORKER_SCRIPT.split(close as string).length)
    }
    expect(WORKER_SCRIPT.split("'").length % 2).toBe(1)
  })

  test('a culture with a region is met exactly: zh-CN is no dialect of it, such as zh-CN-liaoning', () => {
    expect(WORKER_SCRIPT).toContain("$wide = -not $culture.Contains('-') -and $spoken.StartsWith($culture + '-')")
    expect(WORKER_SCRIPT).toContain('if ($voice -eq $null -and ($spoken -eq $culture -or $wide))')
  })

  test('a line has seven fields and one end, whatever the text and the voice', () => {
    const common = { id: 7, rate: -10, volume: 100, cultures: ['zh-CN', 'zh'], text: ' \r\n S 8 ' }
    for (const voice of [undefined, 'Microsoft Huihui Desktop', "');calc;('", '\r\nS 9 0 100 zh - AAAA', '-']) {
      const line = formatSpeakLine({ ...common, voice })
      expect(line.split(' ')).toHaveLength(7)
      expect(line.indexOf('\n')).toBe(line.length - 1)
      expect(line).toMatch(/^[\x20-\x7e]+\n$/)
    }
    expect(formatSpeakLine({ ...common, voice: '-' }).split(' ')[5]).not.toBe('-')
  })

  test('replies are read strictly', () => {
    expect(parseWorkerReply('ready')).toEqual({ kind: 'ready' })
    expect(parseWorkerReply('done 12')).toEqual({ kind: 'done', id: 12 })
    expect(parseWorkerReply('novoice 3')).toEqual({ kind: 'novoice', id: 3 })
    expect(parseWorkerReply('err 3 AudioException 6Z+z6aKR')).toEqual({
      kind: 'err',
      id: 3,
      error: 'AudioException',
      message: '音频',
    })
    expect(parseWorkerReply('fatal X ')).toEqual({ kind: 'fatal', error: 'X', message: '' })
    expect(parseWorkerReply('level 5 1 80')).toEqual({ kind: 'level', id: 5, muted: true, percent: 80 })
    for (const line of [
      'level 5',
      'level 5 2 80',
      'level 5 1 0,8',
      'level 5 1 8000',
      'level 5 1 -1',
      'level 5 True 80',
    ])
      expect(parseWorkerReply(line), line).toBeUndefined()
    expect(parseWorkerReply('voice 4 zh-CN 5oWn5oWn')).toEqual({ kind: 'voice', id: 4, culture: 'zh-CN', name: '慧慧' })
    for (const line of ['voice 4 zh-CN', 'voice 4  AAAA', 'voice 4 zh-CN ', 'voice x zh-CN AAAA', 'voice 4 zh_CN AAAA'])
      expect(parseWorkerReply(line), line).toBeUndefined()
    for (const line of ['', 'done', 'done x', 'done 1 2', 'ready now', ' ready', 'err 1', 'err 1 a b c', 'Done 1 '])
      expect(parseWorkerReply(line), line).toBeUndefined()
  })
})

describe('the classes and paths of Windows', () => {
  test('PowerShell is the system’s, by its full path', () => {
    const path = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe'
    expect(windowsPowerShell({})).toBe(path)
    expect(windowsPowerShell({ SystemRoot: 'C:\\WINDOWS' })).toBe(path.replace('Windows', 'WINDOWS'))
    for (const SystemRoot of ['..', '\\\\host\\share', 'C:\\a"b', 'C:x', '/tmp']) {
      expect(windowsPowerShell({ SystemRoot })).toBe(path)
    }
  })

  test('the class of say that we build on keeps its own ways closed, without a shell', async () => {
    const platform = new SafeSayWin32('powershell.exe')
    const request = { id: 1, text: '您好 & calc', voice: "');calc;('", speed: null, volume: 1 }
    const { args, options, pipedData } = platform.buildSpeakCommand(request)
    expect(options).toEqual({ shell: false })
    expect(args.join(' ')).not.toContain('calc')
    expect(pipedData).not.toContain('calc')
    expect(await new Promise((done) => platform.speak('x', null, null, done))).toBeInstanceOf(Error)
  })
})
