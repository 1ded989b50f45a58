import type { Allowance } from './channels/port.ts'

/**
 * The messages that one person gets at most, by whatever channel: more of them are noise, and the next message covers
 * what waits by then.
 */
export const CONTACT_ALLOWANCES: readonly Allowance[] = [
  { most: 1, withinMs: 60_000 },
  { most: 20, withinMs: 3_600_000 },
  { most: 60, withinMs: 86_400_000 },
]

/**
 * Dates the next call that the allowances permit, milliseconds; `now` when that is one. `recent` lists the times of earlier
 * calls; those in the future are of another clock, and do not count.
 */
export function freeAt(recent: readonly number[], allowances: readonly Allowance[], now: number): number {
  const free = allowances.map(({ most, withinMs }) => {
    const counted = recent.filter((at) => at <= now && at > now - withinMs).toSorted((a, b) => a - b)
    return counted.length < most ? now : (counted[counted.length - most] ?? now) + withinMs
  })
  return Math.max(now, ...free)
}

/** Adds a call to those that count, and forgets the ones that count no more. */
export function withCall(recent: readonly number[], allowances: readonly Allowance[], now: number): number[] {
  const longest = Math.max(...allowances.map(({ withinMs }) => withinMs))
  const most = Math.max(...allowances.map((allowance) => allowance.most))
  return [...recent.filter((at) => at <= now && at > now - longest), now].slice(-most)
}

/** Reads the times of calls as a row has them. */
export function readRecent(text: string): number[] {
  return JSON.parse(text) as number[]
}
