import { ownEntry } from '../../../shared/own-entry.ts'
import { PRINTER_FAULTS } from '../../../shared/phrases/printer-faults.ts'
import { cleanLine } from '../../../shared/text.ts'
import { FAILURE_REASONS } from './failure-reasons.ts'
import { faultSaid, type StatementWords } from './words.ts'
import { faults } from './zh-cn-link.ts'

const DEAF = '收不到新订单'
const reasonOf = (reason: string) => FAILURE_REASONS['zh-CN'][reason] ?? reason
const minutes = (ms: number) => Math.round(Math.abs(ms) / 60_000)

export const zhCN: StatementWords = {
  about: {
    link: '网络',
    sound: '铃声',
    clock: '时钟',
    device: '本机',
    server: '服务器',
    outside: '叫人',
    intake: '接单',
  },
  link: {
    unpaired: '未绑定门店',
    connecting: '正在连接',
    catching_up: '正在补收',
    connected: '已连接',
    offline: '已断开',
    refused: '已停用',
  },
  sound: {
    speaks: '响铃并朗读',
    rings: '只响铃',
    doubtful: '可能听不到',
    late: '暂时不响',
    silent: '不出声',
  },
  clock: { store: '门店的时间', device: '本机的时间' },
  device: { fine: '正常', faulty: '有故障' },
  server: { fine: '正常', faulty: '有故障' },
  outside: { told: '会通知店外的人', nobody: '没人会被通知', unknown: '不清楚' },
  intake: { open: '正常接单', busy: '门店忙碌', paused: '暂停接单', archived: '门店停用', unknown: '不清楚' },
  fine: {
    link: () => '连接正常，没有漏下的订单。',
    sound: () => '铃声和朗读都正常。',
    clock: (zone) =>
      zone === undefined ? '时间按本机显示。' : `画面上的时间都是门店的时间（${cleanLine(zone, 40)}）。`,
    device: () => '存储、弹窗和通知都正常。',
    server: () => '服务器没有报告故障。',
    outside: () => '没人接单时，服务器会通知店外的人。',
    intake: () => '点单系统可以下单。',
  },
  heardLate: '五分钟无人处理的订单仍会出声。',
  kept: '恢复后会自动补收，期间的订单不会丢。',
  cause: {
    unpaired: () => ({ text: '未绑定门店', mend: '请与门店配对。' }),
    connecting: () => ({ text: '正在连接服务器…' }),
    catching_up: () => ({ text: '正在补收断开期间的订单…' }),
    offline({ fault }) {
      if (fault === undefined) return { text: DEAF, mend: '连接断了，正在重新连接。' }
      const { text, mend } = faultSaid(faults, fault)
      return { text: `${DEAF}：${text}`, ...(mend !== undefined && { mend }) }
    },
    refused({ why }) {
      const { text, mend } = faultSaid(faults, { kind: 'refused', why: why ?? 'other' })
      return { text: `${DEAF}：${text}`, ...(mend !== undefined && { mend }) }
    },
    answers_waiting: ({ count }) => ({ text: `${count} 个处理结果等待送达服务器。`, mend: '连上以后会自动送出。' }),
    locked: ({ elsewhere }) => ({
      text: '声音还没有打开，来单不会响',
      mend: elsewhere ? '请到负责响铃的标签页里点一下。' : '请按“打开声音”：浏览器要有人按过才让网页出声。',
    }),
    no_sound: () => ({ text: '本机不能发声，来单只会显示', mend: '请检查扬声器和声音输出，然后试听。' }),
    output_muted: ({ raising }) => ({
      text: '系统静音了，来单听不到',
      mend: raising ? '本机试过调高，系统没有接受。请打开系统音量。' : '请打开系统音量，或在设置里允许本机自动调高。',
    }),
    output_low: ({ raising }) => ({
      text: '系统音量太低，来单可能听不到',
      mend: raising ? '本机试过调高，系统没有接受。请调高系统音量。' : '请调高系统音量，或在设置里允许本机自动调高。',
    }),
    show_only: () => ({ text: '本机设为只显示，来单不出声', mend: '要它响铃，请在设置里改“本机的提醒方式”。' }),
    ring_only: () => ({ text: '本机设为只响铃', mend: '要它朗读，请在设置里改“本机的提醒方式”。' }),
    kind_off: () => ({ text: '设置里关闭了新订单的声音', mend: '要它响铃，请在设置里打开“朗读这些提醒”。' }),
    muted: ({ until }, { time }) => ({ text: `已静音到 ${time(until)}`, mend: '要现在恢复，请按“恢复声音”。' }),
    quiet_hours: ({ from, to }) => ({ text: `现在是安静时段（${from} 至 ${to}）`, mend: '可以在设置里改时段。' }),
    no_voice: () => ({
      text: '没有中文语音：来单只响铃，不朗读',
      mend: '请在系统里添加中文语音；浏览器也可以改用 Edge。',
    }),
    server_voice: () => ({ text: '本机没有中文语音，由服务器朗读' }),
    speech_failed: ({ reason }) => ({ text: `语音没有成功：${reasonOf(reason)}`, mend: '铃照常响。请试听一次。' }),
    chime_failed: ({ reason }) => ({ text: `提示音没有成功：${reasonOf(reason)}`, mend: '请检查扬声器，然后试听。' }),
    raised: ({ percent, at }, { time }) => ({
      text: `音量已调到 ${percent} %`,
      mend: `${time(at)} 响铃前系统静音或音量太低，本机按设置调高了。`,
    }),
    bystander: () => ({ text: '另一个标签页正在负责响铃', mend: '它关闭后由本页接手。' }),
    server_clock_wrong: () => ({
      text: '服务器的时钟不对，付款可能被拒收',
      mend: '请让管理员校准服务器的时间，否则订单可能进不来。',
    }),
    server_clock_jumped: () => ({
      text: '服务器的时钟刚刚跳变过，请核对时间',
      mend: '核对之前，服务器不会自动取消或完成订单；提醒照常。',
    }),
    device_clock: ({ byMs }) => ({
      text: `本机的时钟${byMs > 0 ? '慢' : '快'} ${minutes(byMs)} 分钟`,
      mend: '画面上的时间以服务器为准，不受影响；请有空时校准本机的时间。',
    }),
    zone_unknown: ({ zone }) => ({
      text: `本机不认识门店的时区（${cleanLine(zone, 40)}），时间按本机显示`,
      mend: '请更新浏览器或系统。',
    }),
    storage: ({ reason }) => ({
      text: `本机存储没有成功：${reasonOf(reason)}`,
      mend: '提醒照常，但重新启动后可能重复。请检查磁盘空间。',
    }),
    dialog: ({ reason }) => ({ text: `来单弹窗没有成功：${reasonOf(reason)}`, mend: '请让本页留在前台。' }),
    notification: ({ reason }) => ({
      text: `系统通知没有成功：${reasonOf(reason)}`,
      mend: '弹窗和声音不靠它。需要时请在系统里允许通知。',
    }),
    printer: ({ reason }) => ({
      text: `打印机没有打印：${ownEntry(PRINTER_FAULTS['zh-CN'], reason) ?? reasonOf(reason)}`,
      mend: '铃照常响，订单在屏幕上。打印机修好后会自动补打。',
    }),
    too_old: () => ({
      text: '服务器发来的一条消息，本应用版本太旧，看不懂',
      mend: '请更新应用（网页请刷新），漏看的内容会自动补上。',
    }),
    update_news: ({ version }) => ({ text: `来单已更新到 ${version} 版。` }),
    update_ready: ({ version }) => ({ text: `${version} 版已可安装。` }),
    not_heard: () => ({
      text: '从昨天起本店没有响过',
      mend: '也许没有订单，也许没有人听见。请做一次声音测试：按“试听”。',
    }),
    nobody_told: () => ({
      text: '没人接单时，没有人会被通知',
      mend: '铃响了没人听见，就没有下一步。选一个人、一种方式、一个时间：三分钟就好。',
    }),
    busy: ({ extraMinutes, until }, { time }) => ({
      text: `忙碌 +${extraMinutes} 分钟${until === undefined ? '' : `，至 ${time(until)}`}`,
      mend: '照常接单，顾客会看到出餐要久一些。',
    }),
    paused: ({ until }, { time }) => ({
      text: `暂停接单${until === undefined ? '' : `至 ${time(until)}`}`,
      mend: '已经付款的订单照常响铃。',
    }),
    archived: () => ({ text: '门店已停用，不再接单', mend: '管理员可以恢复。' }),
    server_fault: ({ code }) => ({ text: `服务器报告故障：${cleanLine(code, 40)}`, mend: '请告诉管理员。' }),
  },
}
