import { useUi } from '../parts/context.tsx'
import { AddDevice } from './add-device.tsx'
import { DeviceRow } from './device-row.tsx'
import type { Shop } from './use-shop.ts'

/** Lists the shop's devices, and adds, renames and removes them where its devices may. */
export function DevicesSection({ shop }: { shop: Shop }) {
  const { messages } = useUi()
  const { things, fault, manages } = shop
  const paired = things?.devices.filter(({ revokedAt }) => revokedAt === null) ?? []
  return (
    <div className="paper" data-section="devices">
      <h2>{messages.shop.devices.title}</h2>
      {things === undefined ? (
        <p role="status">{fault === undefined ? messages.shop.loading : messages.shop.failed(fault)}</p>
      ) : (
        <>
          <ul className="device-list">
            {paired.map((device) => (
              <DeviceRow key={device.id} device={device} own={device.id === things.self} shop={shop} />
            ))}
          </ul>
          {manages ? <AddDevice shop={shop} known={things.devices} /> : <p>{messages.shop.operators}</p>}
        </>
      )}
    </div>
  )
}
