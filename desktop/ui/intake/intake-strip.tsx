import { useUi } from '../parts/context.tsx'
import { useStatements } from '../status/use-statements.ts'
import { useIntake } from './use-intake.ts'

/** Shows above every screen that the store is busy or paused, and until when; one press ends it. */
export function IntakeStrip() {
  const { messages } = useUi()
  const { statements, say } = useStatements()
  const { set, asking, fault } = useIntake()
  const [cause] = statements.intake.causes
  if (cause === undefined) return null
  const { text, mend } = say(cause)
  return (
    <div className="banner intake" data-tone="warn" role="status">
      <p>
        <strong>{text}</strong>
        <span className="banner-detail">{fault === undefined ? mend : messages.shop.failed(fault)}</span>
      </p>
      {cause.id !== 'archived' && (
        <button type="button" className="button" disabled={asking} onClick={() => void set({ state: 'open' })}>
          {messages.shop.intake.end[cause.id === 'paused' ? 'paused' : 'busy']}
        </button>
      )}
    </div>
  )
}
