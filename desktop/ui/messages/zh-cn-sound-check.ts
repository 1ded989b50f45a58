import type { SoundCheckMessages } from './messages.ts'

export const soundCheck: SoundCheckMessages = {
  title: '先听一次',
  lead: '来单时会先响铃，再朗读。请把音量调到在后厨也听得见。',
  play: '播放试音',
  playing: '正在播放…',
  heard: '听到铃声和“声音测试”了吗？',
  yes: '听到了',
  no: '没有听到',
  skip: '以后再说',
  listen: '用麦克风试音',
  listening: '正在听…',
  listenHint: '响一声，录两秒，看麦克风有没有听到。录音只在本页比对，不保存，也不上传。',
  hearing: {
    heard: '麦克风听到了：这台设备响得出来。',
    not_heard: '麦克风没有听到。请检查音量、扬声器和蓝牙耳机。',
    no_microphone: '没有找到麦克风。',
    not_allowed: '没有得到麦克风的许可。',
    failed: '没有试成。',
  },
  help: ['检查音量是否关闭或太小。', '检查声音是否从别的扬声器或蓝牙耳机出来。', '再按一次“播放试音”。'],
  outcome: {
    no_voice: '本机没有中文语音：只会响铃。请在系统设置里添加中文语音，或用 Edge 打开。',
    no_engine: '这个浏览器不会朗读：只会响铃。请换 Edge 或 Chrome。',
    no_audio_device: '没有找到扬声器。',
    failed: '朗读没有成功。',
    timeout: '朗读没有回应。',
    output_muted: '系统静音了。请打开系统音量，再试一次。',
    output_low: '系统音量太低。请调高，再试一次。',
  },
}
