import { useUi } from '../parts/context.tsx'
import { LookSection } from './appearance-section.tsx'
import { DeviceSection } from './device-section.tsx'
import { QuietSection } from './quiet-section.tsx'
import { VoiceSection } from './voice-section.tsx'

/** Everything a shop may choose; each change counts at once. */
export function SettingsScreen() {
  const { words } = useUi()
  return (
    <section className="settings">
      <h1>{words.settings.title}</h1>
      <VoiceSection />
      <QuietSection />
      <LookSection />
      <DeviceSection />
    </section>
  )
}
