import { readdirSync, readFileSync } from 'node:fs'
import { findWarnings } from '../../../shared/warnings/find-warnings.ts'

/** A remark of the corpus and what a person says of it. */
export interface Labelled {
  text: string
  warns: boolean
}

/**
 * Reads one part of the corpus: `development`, on which rules are written, or `held-out`, on which they are measured.
 * One remark a line, after `! ` for a warning and `- ` for none. Throws an Error at any other line.
 */
export function readCorpus(part: 'development' | 'held-out'): Labelled[] {
  const folder = new URL(`./${part}/`, import.meta.url)
  return readdirSync(folder)
    .sort()
    .flatMap((file) => readFileSync(new URL(file, folder), 'utf8').trimEnd().split('\n').map(labelled))
}

function labelled(line: string): Labelled {
  const [, mark, text = ''] = /^([!-]) (.+)$/.exec(line) ?? []
  if (mark === undefined) throw new Error(`no labelled remark: ${line}`)
  return { text, warns: mark === '!' }
}

/** The figures of a corpus, and what was got wrong. */
export function measure(corpus: readonly Labelled[]) {
  const told = corpus.map(({ text, warns }) => ({ text, warns, found: findWarnings(text).length > 0 }))
  const right = told.filter(({ warns, found }) => warns && found).length
  const missed = told.filter(({ warns, found }) => warns && !found)
  const falsely = told.filter(({ warns, found }) => !warns && found)
  const share = (wrong: number) => right / Math.max(1, right + wrong)
  return { of: corpus.length, right, missed, falsely, recall: share(missed.length), precision: share(falsely.length) }
}

/** Writes the figures in one line. */
export function figures({ of, right, missed, falsely, recall, precision }: ReturnType<typeof measure>): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  return (
    `${of} remarks, ${right + missed.length} with a warning: recall ${percent(recall)} (${missed.length} missed), ` +
    `precision ${percent(precision)} (${falsely.length} false)`
  )
}
