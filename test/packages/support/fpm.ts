import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

// Takes the place of fpm, which Debian does not have, as far as electron-builder asks it for: `fpm -s dir -t deb …`.
// Which control fields and scripts there are comes from electron-builder; dpkg-deb packs them.

const KNOWN = new Set(
  `-s -t -d --deb-recommends --deb-compression --architecture --after-install --after-remove --description --version
  --package --name --maintainer --vendor --url --deb-priority --license --category`.split(/\s+/),
)

const options = new Map<string, string[]>()
const mappings: [from: string, to: string][] = []
const args = process.argv.slice(2).filter((argument) => argument !== '--force')
for (let i = 0; i < args.length; i++) {
  const argument = args[i] ?? ''
  if (KNOWN.has(argument)) options.set(argument, [...(options.get(argument) ?? []), args[++i] ?? ''])
  else if (argument.startsWith('-')) throw new Error(`fpm has no option ${argument} here`)
  else mappings.push([argument.slice(0, argument.lastIndexOf('=')), argument.slice(argument.lastIndexOf('=') + 1)])
}
const one = (name: string) => options.get(name)?.[0]
if (one('-s') !== 'dir' || one('-t') !== 'deb') throw new Error('fpm makes a deb of folders here, and nothing else')

const staging = mkdtempSync(join(tmpdir(), 'laidan-deb-'))
chmodSync(staging, 0o755)
for (const [from, to] of mappings) {
  mkdirSync(dirname(join(staging, to)), { recursive: true })
  if (from.endsWith('/')) cpSync(from, join(staging, to), { recursive: true, verbatimSymlinks: true })
  else copyFileSync(from, join(staging, to))
}
const bytes = Number(execFileSync('du', ['-sb', staging], { encoding: 'utf8' }).split(/\s/)[0])
const control = join(staging, 'DEBIAN')
mkdirSync(control, { mode: 0o755 })
const description = (one('--description') ?? '').trim().split('\n')
const fields: [name: string, value: string | undefined][] = [
  ['Package', one('--name')],
  ['Version', one('--version')],
  ['Architecture', one('--architecture')],
  ['Maintainer', one('--maintainer')],
  ['Installed-Size', String(Math.ceil(bytes / 1024))],
  ['Depends', options.get('-d')?.join(', ')],
  ['Recommends', options.get('--deb-recommends')?.join(', ')],
  ['Section', one('--category')],
  ['Priority', one('--deb-priority')],
  ['Homepage', one('--url')],
  ['Description', description.map((line, i) => (i === 0 ? line : ` ${line.trim() || '.'}`)).join('\n')],
]
const lines = fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\n`]))
writeFileSync(join(control, 'control'), lines.join(''))
for (const [option, script] of Object.entries({ '--after-install': 'postinst', '--after-remove': 'postrm' })) {
  const file = one(option)
  if (file === undefined) continue
  copyFileSync(file, join(control, script))
  chmodSync(join(control, script), 0o755)
}
const compression = `-Z${one('--deb-compression') ?? 'xz'}`
execFileSync('dpkg-deb', ['--root-owner-group', compression, '--build', staging, one('--package') ?? ''])
rmSync(staging, { recursive: true })
