import { IntakeSection } from '../intake/intake-section.tsx'
import { useUi } from '../parts/context.tsx'
import { DevicesSection } from '../shop/devices-section.tsx'
import { ShopSection } from '../shop/shop-section.tsx'
import { type Shop, useShop } from '../shop/use-shop.ts'
import { AppearanceSection } from './appearance-section.tsx'
import { DeviceSection } from './device-section.tsx'
import { DistanceSection } from './distance-section.tsx'
import { MapSection } from './map-section.tsx'
import { PeopleSection } from './people-section.tsx'
import { PrinterSection } from './printer-section.tsx'
import { QuietSection } from './quiet-section.tsx'
import { VoiceSection } from './voice-section.tsx'

/** Shows all settings; each change counts at once. */
export function SettingsScreen() {
  const { messages } = useUi()
  const shop = useShop()
  return (
    <section className="settings">
      <h1>{messages.settings.title}</h1>
      <IntakeSection />
      <VoiceSection />
      <QuietSection />
      <PrinterSection />
      <PeopleSection />
      <AppearanceSection />
      <DistanceSection />
      <MapSection />
      <ShopSection shop={shop} />
      <DevicesSection shop={shop} />
      <DeviceSection name={ownName(shop)} />
    </section>
  )
}

/** The name by which the shop knows this device: another one may have changed it since the pairing. */
function ownName({ things }: Shop): string | undefined {
  return things?.devices.find(({ id }) => id === things.self)?.name
}
