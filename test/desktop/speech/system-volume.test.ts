import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { CALL_LIMIT_MS, createCommandVolume, type VolumeTool } from '../../../desktop/speech/command-volume.ts'
import { createVoice } from '../../../desktop/speech/create-voice.ts'
import { DARWIN_TOOLS, readVolumeSettings } from '../../../desktop/speech/darwin-volume.ts'
import { LINUX_TOOLS, readPactl, readWpctl } from '../../../desktop/speech/linux-volume.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { untilGone } from './rig.ts'

/** What pactl 16.1 wrote of a sink of PulseAudio 16.1, in the language C. */
const STEREO = `Volume: front-left: 26214 /  40% / -23.88 dB,   front-right: 26214 /  40% / -23.88 dB
        balance 0.00
`
/** The same, with a balance. */
const LEFT_SOFT = `Volume: front-left: 13107 /  20% / -41.94 dB,   front-right: 52428 /  80% / -5.81 dB
        balance 0.75
`

describe('what the system’s programs write is read', () => {
  it.each([
    ['Volume: 0.40\n', { muted: false, volume: 0.4 }],
    ['Volume: 0.40 [MUTED]\n', { muted: true, volume: 0.4 }],
    ['Volume: 1.50', { muted: false, volume: 1.5 }],
    ['Volume: 0,40\n', { muted: false, volume: 0.4 }],
    ['Volume: 0.00\n', { muted: false, volume: 0 }],
    ['Volume: 99.00\n', undefined],
    ['Volume: -0.40\n', undefined],
    ['Volume: nan\n', undefined],
    ['Volume: 0.40 [MUTED] and more\n', undefined],
    ["Translate ID error: '@DEFAULT_AUDIO_SINK@' is not a valid number\n", undefined],
    ['音量：0.40\n', undefined],
    ['', undefined],
  ])('wpctl: %j', (text, level) => expect(readWpctl([text])).toEqual(level))

  it.each([
    ['Mute: no\n', STEREO, { muted: false, volume: 0.4 }],
    ['Mute: yes\n', STEREO, { muted: true, volume: 0.4 }],
    ['Mute: no\n', 'Volume: mono: 65536 / 100% / 0.00 dB\n        balance 0.00\n', { muted: false, volume: 1 }],
    [
      'Mute: no\n',
      'Volume: front-left: 0 /   0% / -inf dB,   front-right: 49152 /  75% / -7.50 dB\n',
      { muted: false, volume: 0.75 },
    ],
    ['Mute: no\n', 'Volume: mono: 98304 / 150% / 10.57 dB\n', { muted: false, volume: 1.5 }],
    // The same programs on a Chinese desktop, had they not been told to speak C.
    ['Mute: 是\n', STEREO, undefined],
    ['静音：否\n', '音量：单声道: 19661 /  30% / -31.37 dB\n', undefined],
    ['Mute: no\n', LEFT_SOFT, { muted: false, volume: 0.8 }],
    ['Mute: no\n', '', undefined],
    ['', STEREO, undefined],
    ['Mute: perhaps\n', STEREO, undefined],
    ['Mute: no\n', 'Volume: mono: 65536 / 9999% / 0.00 dB\n', undefined],
  ])('pactl: %j and %j', (mute, volume, level) => expect(readPactl([mute, volume])).toEqual(level))

  it.each([
    ['output volume:50, input volume:75, alert volume:100, output muted:false\n', { muted: false, volume: 0.5 }],
    ['output volume:0, input volume:75, alert volume:100, output muted:true\n', { muted: true, volume: 0 }],
    ['output volume:missing value, input volume:0, alert volume:100, output muted:missing value\n', undefined],
    ['output volume:missing value, input volume:75, alert volume:100, output muted:true\n', { muted: true }],
    ['output volume:500, input volume:75, output muted:false\n', undefined],
    ['input volume:50, alert volume:100\n', undefined],
    ['execution error: …', undefined],
    ['', undefined],
  ])('get volume settings: %j', (text, level) => expect(readVolumeSettings([text])).toEqual(level))
})

/** A program of the system as a script, a real process; `$1` is its first argument. */
type StandIn = string

/** A machine on whose PATH stand only these programs. */
function machine(installed: Record<string, StandIn>, tools: readonly VolumeTool[] = LINUX_TOOLS) {
  const dir = tempDir()
  const bin = join(dir, 'bin')
  const notes = join(dir, 'calls')
  mkdirSync(bin)
  for (const [name, script] of Object.entries(installed)) {
    writeFileSync(join(bin, name), `#!/bin/sh\necho "$$ ${name} $*" >> '${notes}'\n${script}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  const clock = createManualClock()
  const env = { PATH: bin, LC_ALL: 'zh_CN.UTF-8', LANGUAGE: 'zh_CN' }
  const volume = createCommandVolume({ tools, clock, env })
  onTestFinished(volume.close)
  const lines = () => (existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : [])
  const calls = () => lines().map((line) => line.replace(/^\d+ /, ''))
  return { volume, clock, calls, lines }
}

const WPCTL = 'echo "Volume: 0.40 [MUTED]"'
/** Writes Chinese unless it is told otherwise, as pactl on a Chinese desktop. */
const PACTL = `case "$1 $LC_ALL" in
  "get-sink-mute C") echo "Mute: no" ;;
  "get-sink-volume C") echo "Volume: mono: 19661 /  30% / -31.37 dB" ;;
  get-sink-mute*) echo "Mute: 否" ;;
  get-sink-volume*) echo "音量：单声道: 19661 /  30% / -31.37 dB" ;;
esac`
const REFUSES = 'echo "Connection failure: Connection refused" >&2; exit 1'
const HANGS = 'exec /bin/sleep 600'

describe('the system’s volume, by the programs of a Linux machine', () => {
  it('is told by the first program that works, with fixed arguments, and that one is asked first from then on', async () => {
    const { volume, calls } = machine({ wpctl: REFUSES, pactl: PACTL })
    expect(await volume.look()).toEqual({ muted: false, volume: 0.3 })
    expect(await volume.look()).toEqual({ muted: false, volume: 0.3 })
    const pactl = ['pactl get-sink-mute @DEFAULT_SINK@', 'pactl get-sink-volume @DEFAULT_SINK@']
    expect(calls()).toEqual(['wpctl get-volume @DEFAULT_AUDIO_SINK@', ...pactl, ...pactl])
  })

  it('is PipeWire’s own word where there is one', async () => {
    const { volume, calls } = machine({ wpctl: WPCTL, pactl: PACTL })
    expect(await volume.look()).toEqual({ muted: true, volume: 0.4 })
    expect(calls()).toHaveLength(1)
  })

  it.each([
    ['no program', {}],
    ['programs without a server', { wpctl: REFUSES, pactl: REFUSES }],
    ['programs that write something else', { wpctl: 'echo hello', pactl: 'echo hello' }],
    ['programs that write a megabyte', { wpctl: '/usr/bin/head -c 1000000 /dev/zero', pactl: 'echo' }],
  ])('cannot be told by %s, and no harm is done', async (_, installed) => {
    expect(await machine(installed).volume.look()).toBeUndefined()
  })

  it('cannot be raised where no program does it', async () => {
    expect(await machine({}).volume.raise(0.5)).toBe(false)
    expect(await machine({ wpctl: REFUSES, pactl: REFUSES }).volume.raise(0.5)).toBe(false)
  })

  it('a program that hangs is killed, and the next one asked', async () => {
    const { volume, clock, lines, calls } = machine({ wpctl: HANGS, pactl: PACTL })
    const looking = volume.look()
    await expect.poll(() => lines().length).toBe(1)
    clock.advance(CALL_LIMIT_MS)
    expect(await looking).toEqual({ muted: false, volume: 0.3 })
    await untilGone(Number(lines()[0]?.split(' ')[0]))
    expect(await volume.look()).toEqual({ muted: false, volume: 0.3 })
    expect(calls().filter((call) => call.startsWith('wpctl'))).toHaveLength(1)
    expect(clock.pending()).toBe(0)
  })

  it('a program that hung is left alone for a minute', async () => {
    const { volume, clock, lines } = machine({ wpctl: HANGS })
    const looking = volume.look()
    await expect.poll(() => lines().length).toBe(1)
    clock.advance(CALL_LIMIT_MS)
    expect(await looking).toBeUndefined()
    clock.advance(59_999)
    expect([await volume.look(), lines().length]).toEqual([undefined, 1])
    clock.advance(1)
    const again = volume.look()
    await expect.poll(() => lines().length).toBe(2)
    volume.close()
    await again
  })

  it('a program that hangs ends with its host', async () => {
    const { volume, lines, calls } = machine({ wpctl: HANGS, pactl: PACTL })
    const looking = volume.look()
    await expect.poll(() => lines().length).toBe(1)
    volume.close()
    expect([await looking, calls()]).toEqual([undefined, ['wpctl get-volume @DEFAULT_AUDIO_SINK@']])
  })

  it.each([
    [0.5, '0.50', '50%'],
    [1, '1.00', '100%'],
    [7, '1.00', '100%'],
    [Number.NaN, '0.00', '0%'],
  ])('raised to %d: unmuted and set, in numbers of our own', async (volume, ofWpctl, ofPactl) => {
    const pipewire = machine({ wpctl: 'true' })
    expect(await pipewire.volume.raise(volume)).toBe(true)
    expect(pipewire.calls()).toEqual([
      'wpctl set-mute @DEFAULT_AUDIO_SINK@ 0',
      `wpctl set-volume @DEFAULT_AUDIO_SINK@ ${ofWpctl}`,
    ])
    const pulse = machine({ pactl: 'true' })
    expect(await pulse.volume.raise(volume)).toBe(true)
    expect(pulse.calls()).toEqual([
      'pactl set-sink-mute @DEFAULT_SINK@ 0',
      `pactl set-sink-volume @DEFAULT_SINK@ ${ofPactl}`,
    ])
  })
})

describe('the system’s volume on macOS', () => {
  it('is asked of AppleScript by its full path, and raised in one call', async () => {
    const [tool] = DARWIN_TOOLS
    expect(tool?.command).toBe('/usr/bin/osascript')
    const osascript = 'echo "output volume:12, input volume:75, alert volume:100, output muted:true"'
    const here = machine({ osascript }, [{ ...(tool as VolumeTool), command: 'osascript' }])
    expect(await here.volume.look()).toEqual({ muted: true, volume: 0.12 })
    expect(await here.volume.raise(0.5)).toBe(true)
    expect(here.calls()).toEqual([
      'osascript -e get volume settings',
      'osascript -e set volume output muted false -e set volume output volume 50',
    ])
  })
})

describe('the voice of a host', () => {
  const clock = createManualClock()

  it.each(['linux', 'darwin', 'win32'] as const)('on %s comes with the system’s volume', (platform) => {
    const voice = createVoice({ platform, clock, program: '/nonexistent/engine', env: {} })
    onTestFinished(() => voice.close())
    expect(voice.systemVolume).toBeDefined()
  })

  it('that writes files has none: nothing is heard anyway', () => {
    const voice = createVoice({ platform: 'linux', clock, env: {}, renderTo: () => '/nonexistent/file' })
    onTestFinished(() => voice.close())
    expect(voice.systemVolume).toBeUndefined()
  })
})
