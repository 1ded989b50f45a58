import { useState } from 'react'
import { useUi } from '../parts/context.tsx'

/** Shows the sound check by the microphone, where the host has one: a human asks for it each time. */
export function HearingCheck() {
  const { bridge, messages } = useUi()
  const { soundCheck } = messages
  const [listening, setListening] = useState(false)
  const [told, setTold] = useState('')
  const check = bridge.checkHearing
  if (check === undefined) return null

  async function listen(start: NonNullable<typeof check>): Promise<void> {
    setListening(true)
    setTold('')
    setTold(soundCheck.hearing[await start()])
    setListening(false)
  }

  return (
    <div className="hearing-check">
      <button type="button" className="button" disabled={listening} onClick={() => listen(check)}>
        {listening ? soundCheck.listening : soundCheck.listen}
      </button>
      <small>{soundCheck.listenHint}</small>
      <p role="status">{told}</p>
    </div>
  )
}
