import type { Locale } from '../../../shared/api/stores.ts'

/** Each language in its own name, so that everybody finds theirs. */
export const LANGUAGES: Record<Locale, string> = { 'zh-CN': '中文', en: 'English' }
