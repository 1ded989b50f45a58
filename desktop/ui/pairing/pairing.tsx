import { LOCALE_FACTS, LOCALES } from '../../../shared/locales.ts'
import { BellMark } from '../parts/bell-mark.tsx'
import { useUi } from '../parts/context.tsx'
import { PairingForm } from './pairing-form.tsx'

/** What a device shows that belongs to no store, is no longer wanted by its server, or was offered a code. */
export function Pairing() {
  const { bridge, view, words, locale } = useUi()
  const { refused } = view.status
  const { pairing } = view.host
  const wanted = pairing !== null && refused === null && view.status.link !== 'unpaired'
  return (
    <main className="pairing">
      <section className="paper pairing-card">
        <div className="pairing-head">
          <BellMark size={56} />
          <fieldset className="choice">
            <legend className="unseen">{words.settings.language}</legend>
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
        <h1>{words.pairing.title}</h1>
        {refused === null ? (
          <p className="lead">{words.pairing.lead}</p>
        ) : (
          <p className="fault" role="alert">
            {words.pairing.refused[refused] ?? words.pairing.refusedOther}
          </p>
        )}
        <PairingForm />
        {wanted && (
          <button type="button" className="button quiet" onClick={() => bridge.changeHost({ offeredCode: undefined })}>
            {words.pairing.cancel}
          </button>
        )}
      </section>
    </main>
  )
}
