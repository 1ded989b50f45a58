import { expect, it } from 'vitest'
import { autostartEntry } from '../../../desktop/hosts/electron/login/autostart-entry.ts'

const exec = (program: string, ...args: string[]) => /^Exec=(.*)$/m.exec(autostartEntry(program, args))?.[1]

it('starts the program hidden at login', () => {
  expect(exec('/opt/laidan/laidan', '--hidden')).toBe('"/opt/laidan/laidan" "--hidden"')
})

it.each([
  ['/home/老王/来单 1.AppImage', '"/home/老王/来单 1.AppImage"'],
  ['/a"b', String.raw`"/a\\"b"`],
  ['/a$HOME`id`', '"/a\\\\$HOME\\\\`id\\\\`"'],
  ['/a\\b', String.raw`"/a\\\\b"`],
  ['/100%u', '"/100%%u"'],
])('a path like %s is one argument and runs nothing', (path, expected) => expect(exec(path)).toBe(expected))

it('stays one line', () => {
  const lines = autostartEntry('/a\nExec=evil', []).split('\n')
  expect(lines.filter((line) => line.startsWith('Exec='))).toHaveLength(1)
})

it('names the program once more, so that the entry is passed over when that was removed', () => {
  expect(autostartEntry('/home/老王/来 单\\1.AppImage', ['--hidden'])).toContain(
    '\nTryExec=/home/老王/来 单\\\\1.AppImage\n',
  )
})
