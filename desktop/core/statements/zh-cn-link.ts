import type { LinkFault } from '../ports.ts'
import { type FaultWords, numberIn, type Said } from './words.ts'

const WAITS = '一会儿会自动恢复。'
const ASK = '请联系管理员。'
const HTTP: Readonly<Record<string, string>> = {
  421: '服务器不认这个域名。请管理员把它写进 PUBLIC_URL 或 ALLOWED_HOSTS，并让代理转发 Host。',
  429: `连得太频繁，${WAITS}`,
  502: '代理后面的服务器没有启动。请管理员查看。',
  503: `服务器正在启动、停止，或者连接已满，${WAITS}`,
  504: '代理后面的服务器没有回应。请管理员查看。',
}

function refused(why: string): Said {
  const http = numberIn(why, 'http_')
  if (http !== undefined)
    return { text: `服务器拒绝连接（HTTP ${http}）`, mend: HTTP[http] ?? `请核对服务器地址，或${ASK}` }
  const notReady = numberIn(why, 'not_ready_')
  if (notReady !== undefined)
    return { text: `服务器还不能工作（${notReady}）`, mend: `启动或升级时${WAITS}还是这样，${ASK}` }
  const close = numberIn(why, 'close_')
  return { text: `服务器断开了连接（${close ?? why}）`, mend: `本机会一直重试；还是这样，${ASK}` }
}

/** The four reasons of being offline. */
export const faults: Record<LinkFault['kind'], FaultWords> = {
  no_network: {
    text: '本机没有网络',
    mend: '请检查网线、Wi-Fi 和路由器。',
    why: {
      portal: {
        text: '这里的网络没有通到服务器，别的网页在替它回答',
        mend: '商场、酒店的 Wi-Fi 要先在浏览器里登录；也请核对服务器地址。',
      },
      names: { text: '本机的网络查不到任何地址', mend: '请检查路由器和上网线路（DNS 没有回应）。' },
    },
  },
  server_away: {
    text: '服务器没有回应',
    mend: '服务器的电脑可能关着，或者路上断了。请看看服务器，再看看这里的网络。',
    why: {
      closed: {
        text: '服务器的程序没有在运行',
        mend: '那台电脑有回应，但来单的服务器没有开。请启动它，或联系管理员。',
      },
      name: { text: '找不到服务器的地址', mend: '请核对服务器地址，或联系管理员。' },
    },
  },
  refused: {
    text: '服务器拒绝了连接',
    mend: ASK,
    why: {
      revoked: { text: '本设备已被移除', mend: '如需继续使用，请要一个新的配对码。' },
      unauthorized: { text: '服务器不认识本设备了', mend: '请重新配对。' },
      version: { text: '本应用与服务器的版本不符', mend: '请更新应用（网页请刷新），或请管理员更新服务器。' },
      replaced: {
        text: '同一台设备在另一处打开着，那一处在响铃',
        mend: '请只留一处：关掉另一处，一分钟内这里自动恢复。',
      },
      rate: { text: '连得太频繁，服务器让本机稍等', mend: WAITS },
      too_big: { text: '一条消息超过了长度', mend: `本机会重试；还是这样，${ASK}` },
      bad_frame: { text: '双方的消息对不上', mend: '请更新应用（网页请刷新），或请管理员更新服务器。' },
      restart: { text: '服务器正在重启', mend: WAITS },
      going_away: { text: '服务器正在停止', mend: WAITS },
      try_again: { text: '服务器现在太忙', mend: WAITS },
      slow: { text: '网络太慢，服务器断开了连接', mend: '请检查这里的网络；本机会一直重试。' },
      hello_timeout: { text: '网络太慢，服务器没有等到本机', mend: '请检查这里的网络；本机会一直重试。' },
      tls: {
        text: '服务器的证书不可信或已过期',
        mend: '请核对本机的日期和服务器地址；还是这样，请管理员更换证书。',
      },
    },
    other: refused,
  },
  proxy: {
    text: '中间有代理挡住了 WebSocket',
    mend: '服务器在，普通网页也通。请管理员让代理（nginx 要转发 Upgrade 和 Host）、防火墙或杀毒软件放行 WebSocket，或换一个网络。',
    other: (why) => ({
      text: `中间有代理挡住了 WebSocket${numberIn(why, 'http_') === undefined ? '' : `（HTTP ${numberIn(why, 'http_')}）`}`,
      mend: faults.proxy.mend,
    }),
  },
}
