import { existsSync, writeFileSync } from 'node:fs'

/** Where Debian's package `libfaketime` puts its library for programs with threads, by the machine's architecture. */
const LIBRARIES = ['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`)

/** What is missing here for {@link fakeTime}; nothing when it can be called. */
export function fakeTimeMissing(): string | undefined {
  return LIBRARIES.some((library) => existsSync(library)) ? undefined : 'libfaketime is not installed'
}

/** A wall clock that can be set, for programs that are started with `env`. */
export interface FakeTime {
  env: Record<string, string>
  /** Sets the wall clock to so many milliseconds ahead of the true time; noticed within a second. */
  set(aheadMs: number): void
}

/** Makes a wall clock for other programs; their monotonic clock stays the true one. `file`: holds its offset. */
export function fakeTime(file: string): FakeTime {
  const set = (aheadMs: number) => writeFileSync(file, `${aheadMs < 0 ? '-' : '+'}${Math.abs(aheadMs) / 1_000}\n`)
  set(0)
  return {
    set,
    env: {
      LD_PRELOAD: LIBRARIES.find((library) => existsSync(library)) ?? '',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_CACHE_DURATION: '1',
      FAKETIME_DONT_RESET: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    },
  }
}
