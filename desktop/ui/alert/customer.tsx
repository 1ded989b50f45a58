import { useRef } from 'react'
import type { FrameOrder } from '../../../shared/reminder.ts'
import { cleanLine } from '../../../shared/text.ts'
import { useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { CopyButton } from './copy-button.tsx'
import { mapLink, telLink } from './customer-links.ts'

/** Longer than any address of a frame. */
const MAX_TEXT = 160

/**
 * Shows the customer, as far as the store's orders carry one: the phone to be dialled, the address to be copied or opened
 * in the chosen map. The app lets no page lead anywhere, so that it has neither link.
 */
export function Customer({ customer }: { customer: FrameOrder['customer'] }) {
  const { view, messages } = useUi()
  const place = useRef<HTMLElement>(null)
  const { name, phone, address } = customer ?? {}
  if (name === undefined && phone === undefined && address === undefined) return null
  const leads = view.host.kind === 'browser'
  const tel = leads && phone !== undefined ? telLink(phone) : undefined
  const map = leads && address !== undefined ? mapLink(cleanLine(address, MAX_TEXT), view.settings.map) : undefined
  const { call, map: openMap } = messages.alert.customer
  return (
    <dl className="customer">
      <dt>{messages.order.customer}</dt>
      {name !== undefined && (
        <dd>
          <UntrustedText text={name} max={MAX_TEXT} />
        </dd>
      )}
      {phone !== undefined && (
        <dd>
          {tel === undefined ? (
            <UntrustedText text={phone} max={MAX_TEXT} />
          ) : (
            <a className="customer-link" href={tel} title={call}>
              <UntrustedText text={phone} max={MAX_TEXT} still />
            </a>
          )}
        </dd>
      )}
      {address !== undefined && (
        <dd>
          <span ref={place}>
            <UntrustedText text={address} max={MAX_TEXT} />
          </span>
          <span className="customer-does">
            <CopyButton of={place} />
            {map !== undefined && (
              <a className="customer-do" href={map} target="_blank" rel="noopener noreferrer">
                {openMap}
              </a>
            )}
          </span>
        </dd>
      )}
    </dl>
  )
}
