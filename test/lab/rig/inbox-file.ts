import { inboxStateSchema } from '../../../desktop/core/inbox/inbox-state.ts'

/** What the text of an inbox file says, as far as the checks are concerned. */
export function readInbox(text: string): { seq: number; open: { id: string; n: number; announced: number }[] } {
  const { seq, open } = inboxStateSchema.parse(JSON.parse(text))
  return { seq, open: open.map(({ reminder: { id, n }, announced }) => ({ id, n, announced })) }
}
