import { useEffect, useState } from 'react'
import type { InstalledVoice } from '../../core/ports.ts'
import { useUi } from '../parts/context.tsx'

interface Known {
  voices: readonly InstalledVoice[]
  /** The host's count of changes when they were asked for. */
  changes: number | undefined
}

/**
 * What is installed; `undefined` until the host has told. Asked for anew when the host says that it has changed, and
 * when somebody comes back to this window, perhaps from adding a voice in the system's settings.
 */
export function useVoices(): readonly InstalledVoice[] | undefined {
  const { bridge, view } = useUi()
  const { voiceChanges } = view.host
  const [known, setKnown] = useState<Known>()

  useEffect(() => {
    let latest = 0
    async function ask(): Promise<void> {
      latest += 1
      const mine = latest
      const voices = await bridge.voices()
      if (mine === latest) setKnown({ voices, changes: voiceChanges })
    }
    const again = () => void ask()
    again()
    addEventListener('focus', again)
    return () => {
      latest = -1
      removeEventListener('focus', again)
    }
  }, [bridge, voiceChanges])
  return known?.voices
}
