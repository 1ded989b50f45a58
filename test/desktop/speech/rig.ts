import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished } from 'vitest'
import type { Utterance } from '../../../desktop/core/ports.ts'
import { tempDir } from '../../support/temp-dir.ts'

const POLL = { interval: 10 }

export const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))

export const utterance = (text: string, more: Partial<Utterance> = {}): Utterance => ({
  text,
  locale: 'zh-CN',
  rate: 1,
  volume: 1,
  ...more,
})

/** What a stand-in wrote down, one entry a line. */
export interface LogEntry {
  pid: number
  argv?: string[]
  stdin?: string
  ended?: string
  listed?: boolean
  charset?: string
  script?: string
  line?: string
  question?: string
  id?: string
  rate?: string
  volume?: string
  cultures?: string
  text?: string
  voice?: string
}

/** A log for a stand-in, and the environment that names it. */
export function standInLog(more: NodeJS.ProcessEnv = {}) {
  const file = join(tempDir(), 'log')
  const entries = (): LogEntry[] =>
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as LogEntry)
      : []
  return {
    env: { ...process.env, ...more, FAKE_LOG: file },
    entries,
    /** Waits until the stand-in has written an entry like this. */
    async until(wanted: (entry: LogEntry) => boolean, count = 1): Promise<LogEntry> {
      await expect.poll(() => entries().filter(wanted).length, POLL).toBeGreaterThanOrEqual(count)
      return entries().filter(wanted)[count - 1] as LogEntry
    },
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

export async function untilGone(pid: number): Promise<void> {
  await expect.poll(() => isAlive(pid), POLL).toBe(false)
}

/** Somebody else's process, ended when the test is. */
export function bystander(): number {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child.pid as number
}

/** What one can tell of a sound without ears. Reads the RIFF header by itself, not through the code under test. */
export function soundFacts(file: string): { seconds: number; rms: number; riffSize: number; dataSize: number } {
  const bytes = readFileSync(file)
  expect(bytes.toString('latin1', 0, 4)).toBe('RIFF')
  expect(bytes.toString('latin1', 8, 16)).toBe('WAVEfmt ')
  expect(bytes.readUInt32LE(16)).toBe(16)
  expect(bytes.readUInt16LE(20)).toBe(1) // PCM
  expect(bytes.readUInt16LE(34)).toBe(16) // bits a sample
  expect(bytes.toString('latin1', 36, 40)).toBe('data')
  const channels = bytes.readUInt16LE(22)
  const samplesASecond = bytes.readUInt32LE(24)
  const dataSize = bytes.readUInt32LE(40)
  let squares = 0
  const samples = dataSize / 2
  for (let at = 44; at < 44 + dataSize; at += 2) squares += (bytes.readInt16LE(at) / 32_768) ** 2
  expect(bytes.length).toBe(44 + dataSize)
  return {
    seconds: samples / channels / samplesASecond,
    rms: Math.sqrt(squares / samples),
    riffSize: bytes.readUInt32LE(4),
    dataSize,
  }
}

/** Text that somebody hopes will be more than text. `{marker}` is the file that must never come to be. */
export function hostileTexts(marker: string): string[] {
  return [
    `hello") (system "touch ${marker}") (SayText "bye`,
    `-w${marker}`,
    `-w ${marker}`,
    `-o${marker} 您好`,
    `--stdout --path=${marker}`,
    `$(touch ${marker})`,
    `\`touch ${marker}\``,
    `'; touch ${marker}; '`,
    `"; touch ${marker}; "`,
    `您好 & echo x > ${marker} & rem`,
    `%COMSPEC% /c echo x > ${marker} %PATH%`,
    `'); New-Item ${marker}; ('`,
    `| tee ${marker}`,
    `[[inpt PHON]] [[volm 0.0]] 您有新的订单 [[rset 0]]`,
    `<speak><audio src="file://${marker}"/>您好</speak>`,
    `first line\nS 1 0 100 zh-CN AAAA\n-w${marker}`,
    `nul \0 byte, bell \u0007, escape \u001b[2J, C1 \u009b`,
    `\u202egnp.exe\u202c 您\u200b好 \u{e0041}`,
    `lone \ud800 surrogate`,
    `${'宫保鸡丁'.repeat(5_000)}`,
    `${'A中'.repeat(40)}`,
    '!!! ??? 。。。',
    '',
    '\u0000',
  ]
}
