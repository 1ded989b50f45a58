import type { Locale } from '../locales.ts'

/** The faults of a printer in words, as a human finds them. An unknown one is no answer. */
export const PRINTER_FAULTS: Record<Locale, Readonly<Record<string, string>>> = {
  'zh-CN': {
    paper_out: '打印机缺纸',
    cover_open: '打印机盖子没有合上',
    cutter: '打印机切刀卡住了',
    printer_error: '打印机出错了',
    offline: '打印机没有联机',
    unreachable: '连不上打印机',
    no_answer: '打印机没有回答',
    bad_status: '打印机的回答看不懂',
    cut_off: '打印到一半断开了',
    timeout: '打印机没有反应',
    queue_failed: '系统的打印队列没有接受',
    no_account: '没有填云打印的账号',
    cloud_refused: '云打印平台拒绝了',
    cloud_busy: '云打印平台太忙',
  },
  en: {
    paper_out: 'the printer is out of paper',
    cover_open: 'the printer’s cover is open',
    cutter: 'the printer’s cutter is jammed',
    printer_error: 'the printer reports an error',
    offline: 'the printer is offline',
    unreachable: 'the printer cannot be reached',
    no_answer: 'the printer does not answer',
    bad_status: 'the printer’s answer makes no sense',
    cut_off: 'the printer was cut off in the middle',
    timeout: 'the printer does not respond',
    queue_failed: 'the system’s print queue did not take it',
    no_account: 'the cloud printer’s account is missing',
    cloud_refused: 'the printer’s cloud has refused',
    cloud_busy: 'the printer’s cloud is too busy',
  },
}
