import * as z from 'zod'
import { redeliveredSchema, webhookEndpointSchema } from '../../../../shared/api/webhook-endpoints.ts'
import { ConfirmButton } from '../parts/confirm-button.tsx'
import { useAdmin } from '../parts/context.tsx'
import { Fault } from '../parts/fault.tsx'
import { Page } from '../parts/page.tsx'
import { Untrusted } from '../parts/untrusted.tsx'
import { useAct } from '../parts/use-act.ts'
import { useLoad } from '../parts/use-load.ts'
import { moment } from '../parts/words.ts'

const endpointsSchema = z.object({
  endpoints: z.array(
    webhookEndpointSchema
      .pick({ id: true, storeId: true, url: true, failingSince: true, failedAt: true, code: true, waiting: true })
      .extend({ state: z.string() }),
  ),
})
type Endpoint = z.infer<typeof endpointsSchema>['endpoints'][number]

/** Shows the addresses that are told of events, which of them fail, and sends again what one has missed. */
export function WebhooksPage() {
  const { messages } = useAdmin()
  const loaded = useLoad((api, how) => api.get('/v1/webhook-endpoints', endpointsSchema, how), [], { watches: true })
  return (
    <Page title={messages.pages.webhooks} loaded={loaded}>
      {({ endpoints }) => (
        <>
          {endpoints.length === 0 && <p>{messages.nothing}</p>}
          <ul className="admin-rows">
            {endpoints.map((endpoint) => (
              <EndpointRow key={endpoint.id} endpoint={endpoint} changed={loaded.reload} />
            ))}
          </ul>
        </>
      )}
    </Page>
  )
}

function EndpointRow({ endpoint, changed }: { endpoint: Endpoint; changed(): void }) {
  const { api, messages, mayAct } = useAdmin()
  const { busy, fault, run } = useAct()
  const words = messages.webhooks
  const path = `/v1/webhook-endpoints/${encodeURIComponent(endpoint.id)}`
  const since = endpoint.failingSince ?? endpoint.failedAt
  const switchOn = () =>
    run(async () => {
      await api.send('PATCH', path, { state: 'on' })
      changed()
    })
  /** Sends everything since a time again; the server takes as much as it can at once, and says where to go on. */
  const redeliver = (from: number) =>
    run(async () => {
      for (let next: number | null = from; next !== null; ) {
        const answer: z.output<typeof redeliveredSchema> = await api.ask(
          'POST',
          `${path}/redeliver`,
          redeliveredSchema,
          {
            since: next,
          },
        )
        next = answer.since
      }
      changed()
    })
  return (
    <li className="paper">
      <p>
        <strong>
          <Untrusted text={endpoint.url} max={300} />
        </strong>{' '}
        <span className={endpoint.state === 'on' && since === null ? 'tag admin-good' : 'tag admin-bad'}>
          {words.state(endpoint.state)}
        </span>
      </p>
      <p>
        {endpoint.storeId === null ? words.everyStore : <Untrusted text={endpoint.storeId} />} ·{' '}
        {words.waiting(endpoint.waiting)}
      </p>
      {since !== null && (
        <p className="admin-bad">
          {words.failing(moment(since))} <Untrusted text={endpoint.code ?? ''} />
        </p>
      )}
      {mayAct && (
        <div className="buttons">
          {endpoint.state !== 'on' && (
            <button type="button" className="button" disabled={busy} onClick={switchOn}>
              {words.switchOn}
            </button>
          )}
          {since !== null && (
            <ConfirmButton label={words.redeliver(moment(since))} busy={busy} act={() => redeliver(since)} />
          )}
        </div>
      )}
      <Fault code={fault} />
    </li>
  )
}
