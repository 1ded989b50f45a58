import { SETTLED_PAPER } from '../../../../shared/settled-paper.ts'

/** Whether a part of an announcement went wrong. `none` is a part that was not wanted, and `words` only says how it was said. */
export function hasFailed(part: string, how: string): boolean {
  if (part === 'print') return !SETTLED_PAPER.includes(how)
  return part !== 'words' && how !== 'ok' && how !== 'none'
}
