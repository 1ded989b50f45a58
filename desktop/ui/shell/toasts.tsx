import { useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { useToasts } from './use-toasts.ts'

/** Shows toasts at the edge of the screen; a screen reader reads them when it is idle. */
export function Toasts() {
  const { messages } = useUi()
  const { list, dismiss } = useToasts()
  return (
    <div className="toasts" role="status" aria-live="polite">
      {list.map(({ key, tone, text, why, who }) => (
        <div key={key} className="toast" data-tone={tone}>
          <p>
            {text}
            {why !== undefined && (
              <>
                {' · '}
                <UntrustedText text={why} max={60} />
              </>
            )}
            {who !== undefined && (
              <span className="toast-who">
                <UntrustedText text={who} max={60} />
              </span>
            )}
          </p>
          <button
            type="button"
            className="button quiet"
            aria-label={messages.toasts.dismiss}
            onClick={() => dismiss(key)}
          >
            ×
          </button>
        </div>
      ))}
    </div>
  )
}
