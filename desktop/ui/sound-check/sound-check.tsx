import { useState } from 'react'
import { BellMark } from '../parts/bell-mark.tsx'
import { useUi } from '../parts/context.tsx'
import { HearingCheck } from './hearing-check.tsx'

type Step = 'before' | 'playing' | 'played' | 'unheard'

/** Shows the sound check of a first start: a human hears the bell once, or reads the reason of the silence. */
export function SoundCheck() {
  const { bridge, messages } = useUi()
  const { soundCheck } = messages
  const [step, setStep] = useState<Step>('before')
  const [outcome, setOutcome] = useState('ok')
  const done = () => bridge.changeHost({ soundChecked: true })

  async function play(): Promise<void> {
    setStep('playing')
    setOutcome(await bridge.soundCheck())
    setStep('played')
  }

  return (
    <main className="pairing">
      <section className="paper pairing-card">
        <BellMark size={56} />
        <h1>{soundCheck.title}</h1>
        <p className="lead">{soundCheck.lead}</p>
        <button type="button" className="button accept" disabled={step === 'playing'} onClick={play}>
          {step === 'playing' ? soundCheck.playing : soundCheck.play}
        </button>
        <div role="status">
          {outcome !== 'ok' && <p className="fault">{soundCheck.outcome[outcome] ?? outcome}</p>}
          {step === 'played' && <p className="lead">{soundCheck.heard}</p>}
          {step === 'unheard' && (
            <ul className="help">
              {soundCheck.help.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          )}
        </div>
        {step === 'played' && (
          <div className="buttons">
            <button type="button" className="button accept" onClick={done}>
              {soundCheck.yes}
            </button>
            <button type="button" className="button" onClick={() => setStep('unheard')}>
              {soundCheck.no}
            </button>
          </div>
        )}
        <HearingCheck />
        <button type="button" className="button quiet" onClick={done}>
          {soundCheck.skip}
        </button>
      </section>
    </main>
  )
}
