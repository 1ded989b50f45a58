import { useUi } from '../parts/context.tsx'

/** The commands of docs/configuration.md that let other machines in. */
const UNIX = 'HOST=0.0.0.0 npm start'
const WINDOWS = "$env:HOST = '0.0.0.0'; npm start"

/** Says that no other device can reach the server, and how to change that: a QR code would lead a phone to itself. */
export function AloneServer() {
  const words = useUi().messages.shop.add
  return (
    <div className="alone-server">
      <p className="fault" role="alert">
        {words.alone}
      </p>
      <p>{words.aloneWhy}</p>
      <ol className="steps">
        {words.aloneSteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <dl className="commands">
        <dt>{words.aloneUnix}</dt>
        <dd>
          <code>{UNIX}</code>
        </dd>
        <dt>{words.aloneWindows}</dt>
        <dd>
          <code>{WINDOWS}</code>
        </dd>
      </dl>
      <p>{words.aloneAfter}</p>
    </div>
  )
}
