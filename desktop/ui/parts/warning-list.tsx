import { useMemo } from 'react'
import type { FrameOrder } from '../../../shared/reminder.ts'
import { warningsToShow } from '../../../shared/warnings/order-warnings.ts'
import { useUi } from './context.tsx'
import { UntrustedText } from './untrusted-text.tsx'

/** The texts of an order that the list reads, of a frame or of REST, which writes null for no remark. */
type WarnedOrder = Pick<FrameOrder, 'warnings' | 'moreWarnings' | 'items'> & { remark?: string | null | undefined }

/**
 * Shows an order's warnings in a frame, the gravest first. Nothing when there is none, or when the remark beside it is
 * the only one, word for word.
 */
export function WarningList({ order, className }: { order: WarnedOrder; className: string }) {
  const { messages } = useUi()
  const { warnings, more } = useMemo(() => warningsToShow(order), [order])
  if (warnings.length === 0) return null
  const rows = warnings.map((warning, index) => ({ ...warning, key: `${index}` }))
  return (
    <ul className={className} aria-label={messages.order.warnings}>
      {rows.map(({ key, text, item }) => (
        <li key={key}>
          {item !== undefined && (
            <>
              <UntrustedText text={item} max={40} />{' '}
            </>
          )}
          <UntrustedText text={text} max={80} />
        </li>
      ))}
      {more > 0 && <li>{messages.order.moreWarnings(more)}</li>}
    </ul>
  )
}
