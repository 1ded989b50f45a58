import type { Locale } from '../../shared/api/stores.ts'

/**
 * Which of our languages a voice with this language tag (`zh_CN`, `cmn`, `en-GB`) reads, if any. A Cantonese voice
 * reads the same characters so that Mandarin ears miss them: it reads none.
 */
export function spokenLocale(tag: string): Locale | undefined {
  if (/^en(?:[-_]|$)/i.test(tag)) return 'en'
  return /^(?:cmn|zh(?![-_](?:HK|MO|yue)\b))(?:[-_]|$)/i.test(tag) ? 'zh-CN' : undefined
}

/** A voice's name for people, with its language tag where the name itself says nothing in parentheses. */
export function nameWithTag(name: string, tag: string): string {
  return name.includes('(') ? name : `${name} (${tag.replaceAll('_', '-')})`
}
