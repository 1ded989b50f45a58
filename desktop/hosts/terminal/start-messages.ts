import type { Locale } from '../../../shared/locales.ts'

/** Words of the terminal client before it knows its shop: its options, and why it cannot start. */
export interface StartMessages {
  usage: string
  undo(most: number): string
  server: string
  locale(all: string): string
  volumeFloor(lowest: number): string
  printer: string
  print(all: string): string
  alreadyHere(folder: string): string
  noServer: string
  wantsCode(server: string): string
  unreachable(server: string): string
  notAServer(server: string): string
  /** Refusals of a server, by their code; others are told in the server's own words. */
  refused: Partial<Record<string, string>>
}

const zhCN: StartMessages = {
  usage: `npm run listen -- [选项]
  --server URL      服务器（默认：本机的，见 DATA_DIR/local-keys.json）
  --code 配对码     十二位数字；连别处的服务器时要用一次
  --name 名称       店里怎么叫这台设备（默认：主机名）
  --locale 语言     zh-CN 或 en（默认：门店的语言）
  --volume-floor N  提醒前取消系统静音，并把音量调到百分之 N（默认：不调）
  --still-online    营业时间里每小时报一次平安：“仍在线，今天十二单”（默认：不报）
  --state 文件夹    收件记录放在哪里（默认：DATA_DIR/terminal）
  --undo 秒         处理后多久可以撤销，0 到 30（默认：5）
  --render 文件夹   把每句话写成 wav 文件，不放声音（Linux）
  --printer 打印机  来单时打印小票：tcp://192.168.1.50 或系统打印队列 lp://名称；可写多次；见 docs/printers.md
  --print 何时      arrival 来单时、accept 接单后 或 off（默认：arrival）
运行时输入：a 接单 · r 原因 拒单 · k 知道了 · u 撤销 · w 看全单 · m 10 静音 · t 试音 · p 试打 · l 列表 · q 退出`,
  undo: (most) => `--undo 要写秒数，0 到 ${most}`,
  server: '--server 要写网址，以 http:// 或 https:// 开头',
  locale: (all) => `--locale 要写 ${all}`,
  volumeFloor: (lowest) => `--volume-floor 要写整数百分比，${lowest} 到 100`,
  printer:
    '--printer 要写 tcp://主机 或 lp://队列，前面可加 front= 或 kitchen=，后面可加 ?paper=58&status=none&beep&drawer&for=dine_in',
  print: (all) => `--print 要写 ${all}`,
  alreadyHere: (folder) => `${folder} 里已经有一个在运行；请给这一个另外的文件夹：--state 文件夹`,
  noServer: '没有找到服务器。请用 `npm start` 在本机启动一个，或写明：--server URL --code 配对码',
  wantsCode: (server) => `${server} 要配对码：--code 1234-5678-9012（由管理员发给）`,
  unreachable: (server) => `${server} 没有回应。`,
  notAServer: (server) => `${server} 不是来单的服务器。`,
  refused: {
    pairing_code_invalid: '配对码不对、用过了，或者过期了。',
    pairing_busy: '现在配对的设备太多，请再试一次。',
    rate_limited: '请求太多，请稍后再试。',
  },
}

const en: StartMessages = {
  usage: `npm run listen -- [options]
  --server URL      the server (default: the one of this machine, by DATA_DIR/local-keys.json)
  --code CODE       a pairing code, twelve digits; needed once for a server elsewhere
  --name NAME       what the shop calls this device (default: the host's name)
  --locale LOCALE   zh-CN or en (default: the store's)
  --volume-floor N  unmute the system, and raise its volume to N percent, before a reminder (default: never)
  --still-online    say every hour, while the shop is open, that it is still online (default: no)
  --state DIR       where this device keeps its inbox (default: DATA_DIR/terminal)
  --undo SECONDS    how long an answer can be taken back, 0 to 30 (default: 5)
  --render DIR      write each utterance to a wav file there instead of the sound device (Linux)
  --printer PRINTER print tickets at tcp://192.168.1.50, or in a print queue, lp://NAME; may be repeated; see docs/printers.md
  --print WHEN      arrival, accept or off (default: arrival)
While it runs, type: a accept · r REASON reject · k noted · u undo · w whole order · m 10 mute · t sound check · p test print · l list · q quit`,
  undo: (most) => `--undo must be a number of seconds, 0 to ${most}`,
  server: '--server must be an address that begins with http:// or https://',
  locale: (all) => `--locale must be ${all}`,
  volumeFloor: (lowest) => `--volume-floor must be a whole number of percent, ${lowest} to 100`,
  printer:
    '--printer must be tcp://HOST or lp://QUEUE, with front= or kitchen= before it and ?paper=58&status=none&beep&drawer&for=dine_in behind it where they are wanted',
  print: (all) => `--print must be ${all}`,
  alreadyHere: (folder) =>
    `Another listener already works in ${folder}; give this one a folder of its own: --state DIR`,
  noServer: 'No server found. Start one here with `npm start`, or name one: --server URL --code CODE',
  wantsCode: (server) => `${server} wants a pairing code: --code 1234-5678-9012 (the operator issues it)`,
  unreachable: (server) => `${server} does not answer.`,
  notAServer: (server) => `${server} is not a Laidan server.`,
  refused: {},
}

const ALL: Record<Locale, StartMessages> = { 'zh-CN': zhCN, en }

/** Looks up what the terminal says at its start, in one language. */
export function startMessages(locale: Locale): StartMessages {
  return ALL[locale]
}

/** A reason why the terminal cannot start, which is told in the shop's language; `message` has it in English. */
export class StartFault extends Error {
  readonly say: (words: StartMessages) => string

  constructor(say: (words: StartMessages) => string) {
    super(say(en))
    this.say = say
  }
}
