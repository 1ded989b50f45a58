import type { Locale } from '../../../../shared/locales.ts'

/** The words of the tray; the screen has its own in desktop/ui, the voice in shared/phrases, notifications in core/bubble. */
export interface HostMessages {
  name: string
  unanswered(count: number): string
  missed(count: number): string
  menu: {
    open: string
    answer: string
    soundCheck: string
    mute: string
    unmute: string
    settings: string
    quit: string
  }
}

const zhCN: HostMessages = {
  name: '来单',
  unanswered: (count) => `${count} 个提醒待处理`,
  missed: (count) => `${count} 个漏单`,
  menu: {
    open: '打开来单',
    answer: '处理最早的提醒',
    soundCheck: '测试声音',
    mute: '静音 10 分钟',
    unmute: '取消静音',
    settings: '设置',
    quit: '退出',
  },
}

const en: HostMessages = {
  name: 'Laidan',
  unanswered: (count) => (count === 1 ? '1 reminder waits' : `${count} reminders wait`),
  missed: (count) => (count === 1 ? '1 missed order' : `${count} missed orders`),
  menu: {
    open: 'Open Laidan',
    answer: 'Answer the oldest reminder',
    soundCheck: 'Test the bell',
    mute: 'Mute for 10 minutes',
    unmute: 'End mute',
    settings: 'Settings',
    quit: 'Quit',
  },
}

const ALL: Record<Locale, HostMessages> = { 'zh-CN': zhCN, en }

/** Looks up the words of the tray, in one language. */
export function hostMessages(locale: Locale): HostMessages {
  return ALL[locale]
}
