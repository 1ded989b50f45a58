import { useUi } from '../parts/context.tsx'
import { AppearanceSection } from './appearance-section.tsx'
import { DeviceSection } from './device-section.tsx'
import { DistanceSection } from './distance-section.tsx'
import { MapSection } from './map-section.tsx'
import { PeopleSection } from './people-section.tsx'
import { QuietSection } from './quiet-section.tsx'
import { VoiceSection } from './voice-section.tsx'

/** Shows all settings; each change counts at once. */
export function SettingsScreen() {
  const { messages } = useUi()
  return (
    <section className="settings">
      <h1>{messages.settings.title}</h1>
      <VoiceSection />
      <QuietSection />
      <PeopleSection />
      <AppearanceSection />
      <DistanceSection />
      <MapSection />
      <DeviceSection />
    </section>
  )
}
