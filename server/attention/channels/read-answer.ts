import type { ChannelAnswer, Delivery } from './port.ts'

const BUSY: readonly number[] = [408, 425, 429]

/** Reads the status of HTTP alone: 2xx has the message, 5xx and the busy ones may have it later. */
export function readStatus({ status }: ChannelAnswer): Delivery {
  if (status >= 200 && status < 300) return { state: 'sent' }
  return { state: status >= 500 || BUSY.includes(status) ? 'busy' : 'refused', code: `http_${status}` }
}

/**
 * Reads a robot’s answer, which has HTTP 200 for refusals as well: a number under one of `names`, 0 for a message that
 * was taken; `busy` lists the numbers for "later".
 */
export function readRobot(
  answer: ChannelAnswer,
  { names, busy }: { names: readonly string[]; busy: readonly number[] },
): Delivery {
  const byStatus = readStatus(answer)
  if (byStatus.state !== 'sent') return byStatus
  const code = codeOf(answer.body, names)
  if (code === 0) return { state: 'sent' }
  // An answer in other words is of somebody else than the robot: of a proxy, or of a page that asks to sign in.
  if (code === undefined) return { state: 'busy', code: 'answer_unreadable' }
  return { state: busy.includes(code) ? 'busy' : 'refused', code: String(code) }
}

function codeOf(body: string, names: readonly string[]): number | undefined {
  try {
    const answer: unknown = JSON.parse(body)
    if (typeof answer !== 'object' || answer === null) return undefined
    const values = names.map((name) => (answer as Record<string, unknown>)[name])
    return values.find((value) => typeof value === 'number')
  } catch {
    return undefined
  }
}
