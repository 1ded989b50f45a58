import type { ReadAttention } from '../../../shared/api/order-attention.ts'
import { ownEntry } from '../../../shared/own-entry.ts'
import { PRINTER_FAULTS } from '../../../shared/phrases/printer-faults.ts'
import { mannerOf } from '../../../shared/protocol/manner.ts'
import { FAILURE_REASONS } from '../../core/statements/failure-reasons.ts'
import { useUi } from '../parts/context.tsx'
import { timeOfDay } from '../parts/format.ts'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { countManners } from './count-manners.ts'

/** Shows what became of a reminder at one device: spoken, counted with others, or only shown, and why; and its ticket. */
export function StoryReceipt({ receipt }: { receipt: ReadAttention['reminders'][number]['receipts'][number] }) {
  const { messages, timezone, locale } = useUi()
  const { story } = messages
  const { device, times, firstAt, outcome } = receipt
  const { speech = '', print } = outcome
  const latest = mannerOf(outcome)
  const manners = countManners(receipt)
  const mixed = manners.length > 1
  const said = manners.map(({ manner, count }) => {
    const words = mixed ? story.ofThem(count, story.manners[manner]) : story.manners[manner]
    return manner === latest ? words + whyNot() : words
  })

  function whyNot(): string {
    const why = ownEntry(FAILURE_REASONS[locale], speech) ?? ownEntry(story.unspoken, speech)
    return why ? story.because(why) : ''
  }
  function paper(word: string): string {
    const why = ownEntry(PRINTER_FAULTS[locale], word) ?? word
    return ` · ${ownEntry(story.paper, word) ?? story.noPaper(why)}`
  }

  return (
    <span className="story-receipt" data-manner={manners[0]?.manner}>
      <UntrustedText text={device} max={40} /> {timeOfDay(firstAt, timezone)}
      {times > 1 && !mixed && ` ×${times}`} {said.join(messages.and)}
      {print !== undefined && paper(print)}
    </span>
  )
}
