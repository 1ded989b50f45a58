import type { Messages } from './messages.ts'
import { alert } from './zh-cn-alert.ts'
import { board, story } from './zh-cn-board.ts'
import { people } from './zh-cn-people.ts'
import { report } from './zh-cn-report.ts'
import { settings } from './zh-cn-settings.ts'
import { shop } from './zh-cn-shop.ts'
import { soundCheck } from './zh-cn-sound-check.ts'
import { undo } from './zh-cn-undo.ts'

const FAILED: Record<string, string> = {
  unreachable: '连不上服务器',
  unauthenticated: '本设备已不被接受',
  rate_limited: '查得太多了',
  host_failed: '本机出错，原因写在日志里',
}

export const zhCN: Messages = {
  productName: '来单',
  kind: {
    new_order: '新订单',
    urge: '客户催单',
    cancel: '订单取消',
    missed: '漏单',
    refund: '平台退款',
    other: '提醒',
  },
  fulfilment: { delivery: '外卖', pickup: '自取', dine_in: '堂食' },
  status: { 1: '待付款', 2: '待接单', 3: '已接单', 4: '派送中', 5: '已完成', 6: '已取消' },
  unknownStatus: (status) => `状态 ${status}`,
  duration(seconds) {
    const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    if (hours > 0) return `${hours} 小时 ${minutes} 分`
    return minutes > 0 ? `${minutes} 分 ${rest} 秒` : `${rest} 秒`
  },
  nav: { label: '主导航', board: '看板', history: '历史', settings: '设置', about: '关于' },
  alert,
  undo,
  plain: {
    title: '画面出了问题',
    what: '订单都在下面，可以接单和拒单。重新打开画面试试；还是这样，请把日志发给管理员。',
    reload: '重新打开画面',
    notDrawn: '这张卡片没能完整显示。',
  },
  late: {
    fetching: '正在打开…',
    failed: '现在打不开：连不上服务器。连上后自动打开；来单照常响铃。',
    gone: '这一页打不开。重新打开画面试试。',
  },
  board,
  story,
  history: {
    title: '历史订单',
    number: '订单号（开头或结尾）',
    phone: '手机尾号',
    status: '状态',
    all: '全部',
    from: '从',
    to: '到',
    between(from, to) {
      if (from !== undefined && to !== undefined) return `${from} 至 ${to}`
      return from !== undefined ? `${from} 起` : `至 ${to}`
    },
    search: '查找',
    more: '更早的订单',
    nothing: '没有找到订单。',
    loading: '正在查找…',
    found: (count) => `已显示 ${count} 单`,
    failed: (code) => `暂时查不到（${FAILED[code] ?? code}），请稍后再试。`,
  },
  settings,
  people,
  report,
  pairing: {
    title: '与门店配对',
    lead: '请向管理员要十二位配对码，或粘贴配对链接。十分钟内有效，只能用一次。',
    codeOrLink: '配对码或链接',
    codeHint: '例如 1234-5678-9012',
    server: '服务器地址',
    serverHint: '例如 https://laidan.example.com',
    name: '设备名称',
    nameDefault: '前台',
    nameHint: '其他设备上会看到，例如“前台”“厨房”',
    pair: '配对',
    pairing: '正在配对…',
    cancel: '保留现在的配对',
    faults: {
      code_shape: '配对码是十二位数字。',
      server_missing: '请填写服务器地址，以 http:// 或 https:// 开头。',
      name_missing: '请给本设备起个名字。',
      other_server: '这个链接属于另一台服务器，请在浏览器中直接打开它。',
    },
    codes: {
      pairing_code_invalid: '配对码不对、已用过或已过期，请要一个新的。',
      rate_limited: '试得太多了，请一分钟后再试。',
      pairing_busy: '同时配对的设备太多，请稍后再试。',
      unreachable: '连不上服务器，请检查网络和地址。',
      server_invalid: '服务器地址不对，应以 http:// 或 https:// 开头。',
      not_a_server: '这个地址有回应，但不是来单服务器。请核对地址。',
      host_failed: '本机没能完成配对，请再试一次；原因写在日志里。',
    },
    failed: (code) => `配对没有成功（${code}）。`,
  },
  shop,
  soundCheck,
  about: {
    title: '关于来单',
    promise: '没有人处理的订单会一直提醒，直到有人处理、取消或明确过期。断网也会提醒：安静不等于没有订单。',
    versions: '版本',
    device: '本设备',
    server: '服务器',
    logs: '打开日志',
  },
  update: {
    title: '更新',
    off: {
      no_key: '未启用：本程序编译时没有放入用于验证更新的公钥。',
      not_installed: '未启用：本程序不是安装运行的，无法自动替换。',
      unpaired: '更新来自门店的服务器，请先配对。',
    },
    current: '本设备已是最新版本。',
    unknown: '尚未检查。',
    phase: {
      checking: '正在检查…',
      downloading: '正在下载新版本…',
      ready: '新版本已就绪，十分钟没有新订单时会自动安装。',
      installing: '正在安装，稍后会自动回来。',
    },
    readyByHand: '新版本已就绪，请在方便时安装；系统可能会要求输入密码。',
    fault: {
      unreachable: '连不上服务器，稍后会再试。',
      unsigned: '服务器上的更新没有签名，没有下载。',
      bad_signature: '服务器上的更新不是本程序的开发者签名的，没有下载。',
      bad_manifest: '看不懂服务器上的更新说明，没有下载。',
      stale: '服务器上的版本清单已过期，需要开发者重新签发；如果这台电脑的日期不对，请先校准。',
      superseded: '服务器上的版本清单比本设备见过的更旧，没有下载。',
      not_yet: '服务器上的版本清单日期在未来，请校准这台电脑的时间。',
      download: '新版本没有下载成功，稍后会再试。',
      stalled: '下载中断，稍后会再试。',
      checksum: '下载的内容与公布的不一致，已丢弃。',
      changed: '下载的文件在本机被改动过，不会安装。',
      install: '新版本没有安装成功，仍在使用原来的版本。',
      failed: '更新没有成功，详情见日志。',
    },
    checkedAt: (time) => `上次检查：${time}`,
    check: '立即检查',
    install: '立即安装',
    waits: '请先处理待办的提醒。',
    newIn: (version) => `${version} 版的新内容`,
    seen: '知道了',
  },
  lamps: {
    label: '本机的状态',
    close: '关闭',
    since: (time) => `已断开 ${time}`,
    unlock: '打开声音',
    unmute: '恢复声音',
    listen: '试听',
    settings: '去设置',
    about: '看看新内容',
    people: '现在就选',
  },
  toasts: {
    closed: { acknowledged: '已处理', cancelled: '已不用处理', expired: '无人处理，提醒已过期', closed: '已关闭' },
    did: {
      confirm: '已接单',
      reject: '已拒单',
      acknowledge: '知道了',
      dispatch: '已送出',
      complete: '已完成',
      cancel: '已取消',
    },
    by: { device: '其他设备', operator: '管理员', customer: '顾客', system: '系统', other: '其他人' },
    refused: '服务器没有接受这次处理',
    refusedCodes: {
      order_move_illegal: '订单已经被处理过了',
      order_unknown: '找不到这个订单',
      reminder_closed: '这条提醒已经关闭',
      outbox_full: '等待送达的处理太多',
      unauthenticated: '本设备已不被接受',
      host_failed: '本机没能送出，原因写在日志里',
    },
    dismiss: '关闭',
  },
  order: {
    number: '订单号',
    items: '商品',
    remark: '备注',
    warnings: '注意',
    moreWarnings: (count) => `另有 ${count} 条注意`,
    customer: '顾客',
    reason: '原因',
    more: (count) => `另有 ${count} 样`,
    whole: {
      read: (more) => (more > 0 ? `看全单（另有 ${more} 样）` : '看全单'),
      reading: '正在读取全单……',
      failed: '没有读到，再试一次',
      rest: '全文',
    },
    urged: (times) => `催过 ${times} 次`,
    missed: '漏单',
    revived: '顾客付款晚了，订单已恢复',
  },
}
