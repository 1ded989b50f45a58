import { useUi } from '../parts/context.tsx'
import { Stranger } from '../parts/untrusted-text.tsx'
import { usePassing } from './use-toasts.ts'

/** Passing words at the edge of the screen, read out politely. */
export function PassingWords() {
  const { words } = useUi()
  const { list, dismiss } = usePassing()
  return (
    <div className="passing" role="status" aria-live="polite">
      {list.map(({ key, tone, text, who }) => (
        <div key={key} className="passing-word" data-tone={tone}>
          <p>
            {text}
            {who !== undefined && (
              <span className="passing-who">
                <Stranger text={who} max={40} />
              </span>
            )}
          </p>
          <button
            type="button"
            className="button quiet"
            aria-label={words.passing.dismiss}
            onClick={() => dismiss(key)}
          >
            ×
          </button>
        </div>
      ))}
    </div>
  )
}
