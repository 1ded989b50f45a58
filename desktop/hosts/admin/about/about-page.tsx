import { useAdmin } from '../parts/context.tsx'
import { Untrusted } from '../parts/untrusted.tsx'

/** Says which version this is, and where what happens on the machine is to be looked up. */
export function AboutPage() {
  const { messages, version, session } = useAdmin()
  const words = messages.about
  return (
    <section className="admin-page">
      <h1>{messages.pages.about}</h1>
      <dl className="facts paper">
        <div>
          <dt>{words.version}</dt>
          <dd>{version}</dd>
        </div>
        <div>
          <dt>{words.key}</dt>
          <dd>
            <Untrusted text={session.keyId} />
          </dd>
        </div>
      </dl>
      <p>{words.machine}</p>
    </section>
  )
}
