import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { chimeVolumeAt } from '../../../desktop/core/announcer/volume-policy.ts'
import type { Outcome, Ring } from '../../../desktop/core/ports.ts'
import { createPlayerChime } from '../../../desktop/hosts/terminal/sound/player-chime.ts'
import { playersOf } from '../../../desktop/hosts/terminal/sound/players.ts'
import { createSoundFiles } from '../../../desktop/hosts/terminal/sound/sound-files.ts'
import { measureSound } from '../../lab/sounds/measure-sound.ts'
import { recordingOf } from '../../lab/sounds/recordings.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { tempDir } from '../../support/temp-dir.ts'
import { expectCarrying } from '../sounds/expect-carrying.ts'

const URGE: Ring = { kind: 'urge', level: 3, volume: 1 }

/** How a stand-in behaves after it has noted its call. */
const WAYS = {
  plays: 'exit 0',
  fails: 'echo "Connection refused" >&2; exit 1',
  hangs: 'exec sleep 600',
}

/** A chime on a machine whose only players are these stand-ins, real programs on a PATH of their own. */
function rig(
  installed: Partial<Record<'pw-play' | 'paplay' | 'aplay', keyof typeof WAYS>>,
  lastResort: Outcome = 'ok',
) {
  const dir = tempDir()
  const bin = join(dir, 'bin')
  const notes = join(dir, 'calls')
  mkdirSync(bin)
  const install = (name: string, way: keyof typeof WAYS) => {
    writeFileSync(
      join(bin, name),
      `#!/bin/sh\nprintf '%s|' ${name} "$@" >> '${notes}'\necho >> '${notes}'\n${WAYS[way]}\n`,
    )
    chmodSync(join(bin, name), 0o755)
  }
  for (const [name, way] of Object.entries(installed)) install(name, way)
  const clock = createManualClock()
  const warned: unknown[] = []
  const rung = { bells: 0, silent: 0 }
  const folder = join(dir, "a; rm -rf $HOME “状态” 'x'")
  const chime = createPlayerChime({
    players: playersOf('linux', { PATH: `${bin}:/usr/bin:/bin` }).filter(({ name }) => name in installed),
    files: createSoundFiles(folder),
    clock,
    log: { info() {}, warn: (_, facts) => warned.push(facts), error() {} },
    lastResort: {
      async play() {
        rung.bells += 1
        return lastResort
      },
    },
    silent: () => {
      rung.silent += 1
    },
  })
  onTestFinished(chime.close)
  const calls = () => (existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : [])
  const names = () => calls().map((call) => call.split('|')[0])
  return { chime, clock, warned, rung, calls, names, install, folder }
}

describe('the terminal’s chime', () => {
  it('is played by the first player, which is given our file and nothing else, whatever the folder is called', async () => {
    const { chime, calls, rung, folder } = rig({ 'pw-play': 'plays', paplay: 'plays' })
    expect(await chime.play(URGE)).toBe('ok')
    const file = join(folder, 'urge-1000.wav')
    expect(calls()).toEqual([`pw-play|${file}|`])
    expect(rung).toEqual({ bells: 0, silent: 0 })
    expectCarrying('urge', measureSound(recordingOf(readFileSync(file))))
  })

  it('has its level in the file: 8 dB softer at the normal one', async () => {
    const { chime, calls } = rig({ aplay: 'plays' })
    for (const level of [1, 3] as const) await chime.play({ kind: 'cancel', level, volume: chimeVolumeAt(level, 1) })
    const [normal, loudest] = calls().map((call) => {
      const [, option, file = ''] = call.split('|')
      expect(option).toBe('-q')
      return measureSound(recordingOf(readFileSync(file))).loudness
    })
    expect((normal ?? 0) - (loudest ?? 0)).toBeCloseTo(-8, 1)
  })

  it('is played by the next where a player fails, and by that one first from then on', async () => {
    const { chime, names, warned, install } = rig({ 'pw-play': 'fails', paplay: 'plays' })
    expect([await chime.play(URGE), await chime.play(URGE)]).toEqual(['ok', 'ok'])
    expect(names()).toEqual(['pw-play', 'paplay', 'paplay'])
    expect(warned).toEqual([{ player: 'pw-play', failure: 'exit code 1. Connection refused' }])
    install('pw-play', 'plays')
    install('paplay', 'fails')
    expect(await chime.play(URGE)).toBe('ok')
    expect(names().slice(3)).toEqual(['paplay', 'pw-play'])
  })

  it('does not wait for a player that hangs', async () => {
    const { chime, clock, names, warned } = rig({ 'pw-play': 'hangs', paplay: 'plays' })
    const played = chime.play(URGE)
    await expect.poll(names).toEqual(['pw-play'])
    clock.advance(5_000)
    expect(await played).toBe('ok')
    expect(names()).toEqual(['pw-play', 'paplay'])
    expect(warned).toEqual([{ player: 'pw-play', failure: 'timeout' }])
  })

  it('is the terminal’s bell where no player works, and the screen says so once', async () => {
    const { chime, rung } = rig({ aplay: 'fails' })
    expect([await chime.play(URGE), await chime.play(URGE)]).toEqual(['ok', 'ok'])
    expect(rung).toEqual({ bells: 2, silent: 1 })
  })

  it('is reported as missing where there is no terminal either', async () => {
    const { chime, warned } = rig({}, 'none')
    expect(await chime.play(URGE)).toBe('no_player')
    expect(warned).toEqual([])
  })

  it('ends its player with the program', async () => {
    const { chime, names, rung } = rig({ 'pw-play': 'hangs', paplay: 'plays' })
    const played = chime.play(URGE)
    await expect.poll(names).toEqual(['pw-play'])
    chime.close()
    expect(await played).toBe('stopped')
    expect([names(), rung.bells]).toEqual([['pw-play'], 0])
  })
})

const aplay = spawnSync('aplay', ['--version']).status === 0

it.skipIf(!aplay)('a real player plays the file as it is: what ALSA was given is the sound (needs aplay)', async () => {
  const dir = tempDir()
  const heard = join(dir, 'heard.wav')
  const config = join(dir, 'asound.conf')
  writeFileSync(config, `pcm.!default { type file slave.pcm { type null } file "${heard}" format "wav" }\n`)
  const players = playersOf('linux', { ...process.env, ALSA_CONFIG_PATH: config })
  const chime = createPlayerChime({
    players: players.filter(({ name }) => name === 'aplay'),
    files: createSoundFiles(join(dir, 'sounds')),
    clock: createManualClock(),
    log: { info() {}, warn() {}, error() {} },
    lastResort: { play: async () => 'failed' },
    silent() {},
  })
  onTestFinished(chime.close)
  expect(await chime.play(URGE)).toBe('ok')
  expectCarrying('urge', measureSound(recordingOf(readFileSync(heard))))
})

it('a path is never part of a command line where a shell would read it: Windows gets it in the environment', () => {
  const [player] = playersOf('win32', { SystemRoot: 'C:\\Windows' })
  const { command, args, env } = player?.play('C:\\老王 $(x)\\urge.wav') ?? { command: '', args: [] }
  expect(command).toBe('C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe')
  expect(args.slice(0, -1)).toEqual(['-NoLogo', '-NoProfile', '-NonInteractive', '-EncodedCommand'])
  expect(Buffer.from(args.at(-1) ?? '', 'base64').toString('utf16le')).not.toContain('老王')
  expect(env).toEqual({ SystemRoot: 'C:\\Windows', LAIDAN_SOUND: 'C:\\老王 $(x)\\urge.wav' })
})

it('macOS plays by afplay', () => {
  expect(playersOf('darwin', {}).map(({ play }) => play('/tmp/x.wav'))).toEqual([
    { command: 'afplay', args: ['/tmp/x.wav'], env: {} },
  ])
})
