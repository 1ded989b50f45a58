/**
 * The table of docs/phrases.md: twenty orders, their sentences, and their seconds on the real espeak-ng.
 *
 *     npx tsx test/desktop/speech/write-phrase-table.ts     writes it anew
 */
import { join } from 'node:path'
import { createVoice } from '../../../desktop/speech/create-voice.ts'
import { hostClock } from '../../../shared/clock.ts'
import { naturalPace } from '../../../shared/phrases/reading/pace.ts'
import { type SaidOrder, twentyOrders } from '../../shared/phrases/twenty-orders.ts'
import { soundFacts } from './rig.ts'

export const TABLE_FILE = 'docs/phrases.md'
const BEGIN = '<!-- the table begins -->'
const END = '<!-- the table ends -->'

export interface TableRow extends SaidOrder {
  espeakSeconds: number
  naturalSeconds: number
}

/** Measures texts on espeak-ng at rate 1, seconds, by rendering each into `folder`. */
export async function espeakSeconds(
  texts: readonly Pick<SaidOrder, 'text' | 'locale'>[],
  folder: string,
): Promise<number[]> {
  const file = (index: number) => join(folder, `${index}.wav`)
  const voice = createVoice({ platform: 'linux', clock: hostClock(globalThis), renderTo: file })
  const seconds: number[] = []
  for (const [at, { text, locale }] of texts.entries()) {
    const outcome = await voice.speak({ text, locale, rate: 1, volume: 1 })
    if (outcome !== 'ok') throw new Error(`espeak-ng: ${outcome}`)
    seconds.push(soundFacts(file(at)).seconds)
  }
  voice.close()
  return seconds
}

export async function tableRows(folder: string): Promise<TableRow[]> {
  const orders = twentyOrders()
  const seconds = await espeakSeconds(orders, folder)
  return orders.map((order, at) => ({
    ...order,
    espeakSeconds: seconds[at] ?? 0,
    naturalSeconds: naturalPace(order.text),
  }))
}

/** Writes the rows as Markdown. */
export function tableText(rows: readonly TableRow[]): string {
  const lines = rows.map(
    ({ what, text, espeakSeconds, naturalSeconds }) =>
      `| ${what} | ${text} | ${espeakSeconds.toFixed(1)} | ${naturalSeconds.toFixed(1)} |`,
  )
  return ['| order | sentence | espeak-ng, s | natural, s |', '| --- | --- | --- | --- |', ...lines].join('\n')
}

export function withTable(page: string, table: string): string {
  const [before = ''] = page.split(BEGIN)
  const after = page.split(END)[1] ?? ''
  return `${before}${BEGIN}\n\n${table}\n\n${END}${after}`
}

/** Reads the rows of the page: sentence and espeak-ng's seconds. */
export function readTable(page: string): { text: string; seconds: number }[] {
  const table = page.split(BEGIN)[1]?.split(END)[0] ?? ''
  const rows = table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
  return rows.map((row) => {
    const [, , text = '', seconds = ''] = row.split('|').map((cell) => cell.trim())
    return { text, seconds: Number(seconds) }
  })
}
