import type SayPlatformBase from 'say/platform/base.js'
import type { SayCallback } from 'say/platform/base.js'

/**
 * A platform class of `say` with its own ways of starting processes closed. They spawn without an `error` listener (a
 * missing engine ends the application), put text into a command line, on Windows through cmd.exe, take whatever comes
 * on stderr for a failure, and stop by killing other people's process ids. What we keep is the class's knowledge of
 * its system; a subclass overrides `buildSpeakCommand` with a safe one, and `runChild` alone runs it.
 */
export function hardened(Platform: new () => SayPlatformBase) {
  return class extends Platform {
    override speak(_text: string, _voice?: string | null, _speed?: number | null, done?: SayCallback): void {
      refuse(done)
    }
    override export(_text: string, _voice?: string | null, _speed?: number | null, _file?: string, done?: SayCallback) {
      refuse(done)
    }
    override getInstalledVoices(done?: SayCallback): void {
      refuse(done)
    }
    override stop(done?: SayCallback): void {
      refuse(done)
    }
    override runStopCommand(): void {}
  }
}

function refuse(done: SayCallback | undefined): void {
  queueMicrotask(() => done?.(new Error('this way of say is closed; speak through createVoice()')))
}
