import { type FormEvent, useState } from 'react'
import { type OpeningHours, WEEKDAYS } from '../../../shared/opening-hours.ts'
import { useUi } from '../parts/context.tsx'
import { DaySpans } from './day-spans.tsx'
import { type DraftFault, type DraftHours, draftOf, readDraft } from './draft-hours.ts'
import { SpecialDays } from './special-days.tsx'
import type { Shop } from './use-shop.ts'

/** The draft of the form; `null`: no hours, always open. */
type Draft = DraftHours | null

interface HoursFormProps {
  shop: Shop
  saved: OpeningHours | null
  /** The form is not needed any more: its hours are saved, or nobody wants them. */
  done(): void
}

/** Asks for the opening hours: none, or spans by weekday and date. They count when they are saved. */
export function HoursForm({ shop, saved, done }: HoursFormProps) {
  const { messages } = useUi()
  const words = messages.shop.hours
  const [draft, setDraft] = useState<Draft>(saved === null ? null : draftOf(saved))
  const [fault, setFault] = useState<DraftFault>()
  const [said, setSaid] = useState<{ fault: boolean; text: string }>()

  function edit(next: Draft): void {
    setDraft(next)
    setFault(undefined)
    setSaid(undefined)
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const read = draft === null ? { hours: null } : readDraft(draft)
    if ('fault' in read) {
      setFault(read)
      return setSaid({ fault: true, text: words.faults[read.fault] })
    }
    setSaid({ fault: false, text: messages.shop.saving })
    const refused = await shop.change({ do: 'change', change: { settings: { hours: read.hours } } })
    if (refused !== undefined) return setSaid({ fault: true, text: messages.shop.failed(refused) })
    done()
  }

  return (
    <form className="shop-form hours-form" onSubmit={submit} noValidate>
      <p>{words.hint}</p>
      <fieldset className="choice">
        <legend className="unseen">{words.title}</legend>
        <button type="button" aria-pressed={draft === null} onClick={() => edit(null)}>
          {words.alwaysOpen}
        </button>
        <button type="button" aria-pressed={draft !== null} onClick={() => draft ?? edit(draftOf(saved))}>
          {words.byTime}
        </button>
      </fieldset>
      {draft !== null && (
        <>
          {WEEKDAYS.map((day) => (
            <fieldset key={day} className="day weekday" data-fault={fault?.at === day || undefined}>
              <legend>{words.days[day]}</legend>
              <DaySpans
                spans={draft.week[day]}
                change={(spans) => edit({ ...draft, week: { ...draft.week, [day]: spans } })}
              />
              {day === 'mon' && (
                <button type="button" className="button" onClick={() => edit(likeMonday(draft))}>
                  {words.copyToAll(words.days.mon)}
                </button>
              )}
            </fieldset>
          ))}
          <SpecialDays dates={draft.dates} faultAt={fault?.at} change={(dates) => edit({ ...draft, dates })} />
        </>
      )}
      <div className="buttons">
        <button type="submit" className="button accept">
          {messages.shop.save}
        </button>
        <button type="button" className="button" onClick={done}>
          {messages.shop.cancel}
        </button>
        <p className={said?.fault ? 'fault' : undefined} role="status">
          {said?.text}
        </p>
      </div>
    </form>
  )
}

function likeMonday({ week: { mon }, dates }: DraftHours): DraftHours {
  return { week: { mon, tue: mon, wed: mon, thu: mon, fri: mon, sat: mon, sun: mon }, dates }
}
