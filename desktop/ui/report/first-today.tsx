import { useUi } from '../parts/context.tsx'
import { useFirstToday } from './use-first-today.ts'

/** Shows what is handed over when the screen is opened for the first time of a day, until it is pressed away. */
export function FirstToday() {
  const { messages } = useUi()
  const { text, dismiss } = useFirstToday()
  if (text === undefined) return null
  return (
    <div className="first-today" role="status">
      <p>{text}</p>
      <button type="button" className="button quiet" onClick={dismiss}>
        {messages.lamps.close}
      </button>
    </div>
  )
}
