/** The part of `say` 0.16's platform classes that we build on; the package itself types only its front door. */
declare module 'say/platform/base.js' {
  export interface SayRequest {
    text: string
    voice: string | null
    /** 1 is the engine's normal speed. */
    speed: number | null
  }
  export interface SayCommand {
    command: string
    args: string[]
    pipedData: string
    options: { shell?: boolean }
  }
  export type SayCallback = (error: Error | null) => void

  export default class SayPlatformBase {
    /** A speed ratio in the engine's own unit. */
    convertSpeed(ratio: number): number
    buildSpeakCommand(request: SayRequest): SayCommand
    speak(text: string, voice?: string | null, speed?: number | null, callback?: SayCallback): void
    export(text: string, voice?: string | null, speed?: number | null, file?: string, callback?: SayCallback): void
    stop(callback?: SayCallback): void
    runStopCommand(): void
    getInstalledVoices(callback?: SayCallback): void
  }
}

declare module 'say/platform/darwin.js' {
  import SayPlatformBase from 'say/platform/base.js'
  /** Speed in words a minute. */
  export default class SayPlatformDarwin extends SayPlatformBase {}
}

declare module 'say/platform/win32.js' {
  import SayPlatformBase from 'say/platform/base.js'
  /** Speed from -10 to 10, 0 being normal. */
  export default class SayPlatformWin32 extends SayPlatformBase {}
}
