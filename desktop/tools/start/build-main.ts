import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildViews } from '../views/build-views.ts'
import { buildConsole, buildElectron, CONSOLE_TARGET, ELECTRON_TARGET } from './build.ts'

// `npm run build:console` and `npm run build:electron` build from an empty folder. With `--changed` the console is built
// only if a source has changed; with `--out FOLDER` the app is built there. `views` are the fixed views, for the tests.

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { changed: { type: 'boolean', default: false }, out: { type: 'string', default: ELECTRON_TARGET } },
})
const [part] = positionals

if (part === 'console') {
  if (!values.changed) rmSync(CONSOLE_TARGET, { recursive: true, force: true })
  await buildConsole()
} else if (part === 'electron') {
  const target = resolve(values.out)
  rmSync(target, { recursive: true, force: true })
  await buildElectron(target)
} else if (part === 'views') {
  await buildViews()
} else {
  process.stderr.write('usage: build-main.ts views | console [--changed] | electron [--out FOLDER]\n')
  process.exitCode = 2
}
