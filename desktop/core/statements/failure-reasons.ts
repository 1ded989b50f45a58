import type { Locale } from '../../../shared/locales.ts'

/** The failed outcomes in words: the reasons for which a reminder was not heard or not shown. */
export const FAILURE_REASONS: Record<Locale, Record<string, string>> = {
  'zh-CN': {
    no_voice: '没有中文语音',
    no_engine: '浏览器不支持朗读',
    no_audio_device: '没有找到扬声器',
    not_allowed: '被系统阻止',
    not_asked: '还没有允许',
    hidden: '页面当时在后台',
    timeout: '没有回应',
    output_muted: '系统静音了',
    output_low: '系统音量太低',
    engine_failed: '一再没有回应，一分钟后再试；先把铃声放到最响',
    failed: '失败',
  },
  en: {
    no_voice: 'no English voice',
    no_engine: 'this browser cannot speak',
    no_audio_device: 'no loudspeaker found',
    not_allowed: 'blocked by the system',
    not_asked: 'not allowed yet',
    hidden: 'the page was in the background',
    timeout: 'no response',
    output_muted: 'the system is muted',
    output_low: 'the system’s volume is too low',
    engine_failed: 'no response again and again; tried again after a minute, meanwhile the chime rings at its loudest',
    failed: 'failed',
  },
}
