/** Writes the table of docs/phrases.md anew; needs espeak-ng. `npx tsx test/desktop/speech/write-phrase-table.ts` */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TABLE_FILE, tableRows, tableText, withTable } from './phrase-table.ts'

const rows = await tableRows(mkdtempSync(join(tmpdir(), 'laidan-phrases-')))
writeFileSync(TABLE_FILE, withTable(readFileSync(TABLE_FILE, 'utf8'), tableText(rows)))
process.stdout.write(`${rows.length} rows\n`)
