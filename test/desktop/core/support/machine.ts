import { type Bell, type BellEvent, createBell } from '../../../../desktop/core/bell/bell.ts'
import type { Printer, SystemVolume, Transport } from '../../../../desktop/core/ports.ts'
import { createManualClock } from '../../../support/manual-clock.ts'
import { createFakeChime, createFakeDisplay, createFakeVoice, type FakeVoice } from './fake-host.ts'
import { createMemoryDisk } from './memory-disk.ts'
import { createScriptedRequester } from './scripted-requester.ts'
import { mortalClock, recordingLog, seededRandom } from './small-ports.ts'

/** One run of the client on a {@link createMachine}. */
export interface Process {
  bell: Bell
  events: BellEvent[]
  /** A power cut: no timer fires any more, nothing that was not written lands, and nobody hears of it. */
  crash(): void
}

/** What stays when a process dies: clock, disks, the shop's ears and eyes. */
export function createMachine({
  voiceMode = 'auto',
  systemVolume,
  printer,
}: {
  voiceMode?: FakeVoice['mode']
  systemVolume?: SystemVolume
  printer?: Printer
} = {}) {
  const clock = createManualClock()
  const disks = {
    inbox: createMemoryDisk(),
    answers: createMemoryDisk(),
    settings: createMemoryDisk(),
    printing: createMemoryDisk(),
  }
  const host = {
    voice: createFakeVoice(voiceMode),
    chime: createFakeChime(),
    notifier: createFakeDisplay(),
    dialog: createFakeDisplay(),
  }
  const requester = createScriptedRequester()
  const log = recordingLog()
  let boots = 0

  /** `undoMs`: how long a human can take an answer back; tests that are not about it need not wait. */
  function boot(transport: Transport, undoMs = 0): Process {
    const own = mortalClock(clock)
    let crashed = false
    /** What a dead process awaits never comes. */
    const whileAlive = <T>(promise: Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        promise.then(
          (value) => !crashed && resolve(value),
          (error) => !crashed && reject(error),
        )
      })
    const files = {
      inbox: disks.inbox.open(),
      answers: disks.answers.open(),
      settings: disks.settings.open(),
      printing: disks.printing.open(),
    }
    const events: BellEvent[] = []
    const bell = createBell(
      {
        ...host,
        voice: {
          speak: (utterance) => whileAlive(host.voice.speak(utterance)),
          stop: () => !crashed && host.voice.stop(),
        },
        systemVolume,
        transport,
        requester: { request: (request) => whileAlive(requester.request(request)) },
        ...(printer && {
          printer: { ...printer, print: (job) => (crashed ? new Promise(() => {}) : whileAlive(printer.print(job))) },
        }),
        files: {
          inbox: files.inbox.file,
          answers: files.answers.file,
          settings: files.settings.file,
          printing: files.printing.file,
        },
        clock: own,
        random: seededRandom(++boots),
        log,
        undoMs,
      },
      {
        url: 'wss://bell.example/reminders',
        token: 'tok_secret',
        device: { app: 'test', version: '1', platform: 'none' },
      },
    )
    const unsubscribe = bell.subscribe((event) => events.push(event))
    return {
      bell,
      events,
      crash() {
        crashed = true
        unsubscribe()
        own.kill()
        for (const file of Object.values(files)) file.crash()
        // What the dead process was saying ends with it.
        host.voice.finish('stopped')
      },
    }
  }

  return { clock, disks, host, requester, log, boot, said: () => host.voice.asked.map((u) => u.text) }
}
