import type { Allowance } from './port.ts'

/**
 * The calls and texts that one number gets: what Aliyun lets through to a callee (help.aliyun.com/document_detail/114036.html:
 * once a minute, five times an hour, twenty a day), and more than a person bears from anybody.
 */
export const CALLEE_ALLOWANCES: readonly Allowance[] = [
  { most: 1, withinMs: 60_000 },
  { most: 5, withinMs: 3_600_000 },
  { most: 20, withinMs: 86_400_000 },
]
