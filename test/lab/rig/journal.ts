import { closeSync, fdatasyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'

/** An append-only file of JSON lines: what a process did, for whoever looks at it after it was killed. */
export interface Journal {
  append(line: object): void
  /** On disk when it returns. */
  sync(): void
  close(): void
}

/** Opens a journal for appending. The half line that a killed writer left is cut off. */
export function openJournal(file: string): Journal {
  const fd = openSync(file, 'a+')
  const text = readFileSync(file, 'utf8')
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  if (whole !== text) ftruncateSync(fd, Buffer.byteLength(whole))
  return {
    append: (line) => void writeSync(fd, `${JSON.stringify(line)}\n`),
    sync: () => fdatasyncSync(fd),
    close: () => closeSync(fd),
  }
}

/** The whole lines of a journal, oldest first; none when there is no such file. */
export function readJournal<Line>(file: string): Line[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
}
