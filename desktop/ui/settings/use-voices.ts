import { useEffect, useState } from 'react'
import type { InstalledVoice } from '../../core/ports.ts'
import { useUi } from '../parts/context.tsx'

interface VoiceList {
  voices: readonly InstalledVoice[]
  /** The host's count of changes at the request. */
  changes: number | undefined
}

/**
 * Lists the installed voices; `undefined` until the host has answered. Asks anew when the host reports a change, and
 * when the window gets the focus, because a human may have added a voice in the system's settings.
 */
export function useVoices(): readonly InstalledVoice[] | undefined {
  const { bridge, view } = useUi()
  const { voiceChanges } = view.host
  const [list, setList] = useState<VoiceList>()

  useEffect(() => {
    let latest = 0
    async function ask(): Promise<void> {
      latest += 1
      const mine = latest
      const voices = await bridge.voices()
      if (mine === latest) setList({ voices, changes: voiceChanges })
    }
    const again = () => void ask()
    again()
    addEventListener('focus', again)
    return () => {
      latest = -1
      removeEventListener('focus', again)
    }
  }, [bridge, voiceChanges])
  return list?.voices
}
