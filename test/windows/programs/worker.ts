import { createInterface } from 'node:readline'

/** Speaks the protocol of desktop/speech/win32-worker.ts in place of PowerShell, and says back what it got. */
process.stdout.write('ready\n')
createInterface({ input: process.stdin }).on('line', (line) => {
  const part = line.split(' ')
  process.stdout.write(`err ${part[1]} Heard ${part[6]}\n`)
})
