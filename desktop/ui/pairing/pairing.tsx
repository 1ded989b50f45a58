import { LOCALE_FACTS, LOCALES } from '../../../shared/locales.ts'
import { BellMark } from '../parts/bell-mark.tsx'
import { useUi } from '../parts/context.tsx'
import { useStatements } from '../status/use-statements.ts'
import { PairingForm } from './pairing-form.tsx'

/** Shows the pairing screen: for a device without a store, one that its server refuses, or one with an offered code. */
export function Pairing() {
  const { bridge, view, messages, locale } = useUi()
  const { statements, say } = useStatements()
  const refusal = statements.link.causes.find(({ id }) => id === 'refused')
  const { refused } = view.status
  const { pairing } = view.host
  const wanted = pairing !== null && refused === null && view.status.link !== 'unpaired'
  return (
    <main className="pairing">
      <section className="paper pairing-card">
        <div className="pairing-head">
          <BellMark size={56} />
          <fieldset className="choice">
            <legend className="unseen">{messages.settings.language}</legend>
            {LOCALES.map((one) => (
              <button
                key={one}
                type="button"
                aria-pressed={one === locale}
                onClick={() => bridge.change({ locale: one })}
              >
                {LOCALE_FACTS[one].name}
              </button>
            ))}
          </fieldset>
        </div>
        <h1>{messages.pairing.title}</h1>
        {refusal === undefined ? (
          <p className="lead">{messages.pairing.lead}</p>
        ) : (
          <p className="fault" role="alert">
            {say(refusal).text}
            <br />
            {say(refusal).mend}
          </p>
        )}
        <PairingForm />
        {wanted && (
          <button type="button" className="button quiet" onClick={() => bridge.changeHost({ offeredCode: undefined })}>
            {messages.pairing.cancel}
          </button>
        )}
      </section>
    </main>
  )
}
