import type { Clock } from '../../../shared/clock.ts'

/** Long enough for a browser to have read the file. */
const READ_WITHIN_MS = 60_000

/** Hands a text to the browser as a file, which asks a human where to put it, or puts it among the downloads. */
export function saveText({
  name,
  type,
  text,
  clock,
}: {
  name: string
  type: string
  text: string
  clock: Pick<Clock, 'after'>
}): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  clock.after(READ_WITHIN_MS, () => URL.revokeObjectURL(url))
}
