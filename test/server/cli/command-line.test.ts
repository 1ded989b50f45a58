import { expect, it } from 'vitest'
import { readCommand } from '../../../server/cli/command-line.ts'
import { UsageError } from '../../../server/cli/usage.ts'

it.each([
  [[], { name: 'start', fresh: false }],
  [['start'], { name: 'start', fresh: false }],
  [['--new'], { name: 'start', fresh: true }],
  [['--attached'], { name: 'start', fresh: false, attached: true }],
  [['pairing-code'], { name: 'pairing-code' }],
  [['pairing-code', 'st_1'], { name: 'pairing-code', store: 'st_1' }],
  [['backup', '2026 年.db'], { name: 'backup', file: '2026 年.db' }],
  [['restore', '--', '-odd.db'], { name: 'restore', file: '-odd.db' }],
  [['copy-to-postgres'], { name: 'copy-to-postgres' }],
  [['copy-to-postgres', 'postgresql://h/d'], { name: 'copy-to-postgres', url: 'postgresql://h/d' }],
  [['new-epochs'], { name: 'new-epochs' }],
  [['first-keys'], { name: 'first-keys' }],
  [['explain', '--at', '12:31'], { name: 'explain', at: '12:31', minutes: 1 }],
  [
    ['explain', '--store', 'st_1', '--at', '12:31', '--minutes', '10'],
    { name: 'explain', at: '12:31', minutes: 10, store: 'st_1' },
  ],
  [['events'], { name: 'events', tail: false }],
  [['events', '--tail', '--store', 'st_1'], { name: 'events', tail: true, store: 'st_1' }],
  [['keys', 'list'], { name: 'keys', keys: { act: 'list' } }],
  [
    ['keys', 'create', 'operator', '--name', '老板'],
    { name: 'keys', keys: { act: 'create', key: { role: 'operator', name: '老板' } } },
  ],
  [
    ['keys', 'create', 'connector', '--name', '网店', '--store', 'st_1', '--store', 'st_2', '--days', '30'],
    {
      name: 'keys',
      keys: { act: 'create', key: { role: 'connector', name: '网店', stores: ['st_1', 'st_2'] }, days: 30 },
    },
  ],
  [['keys', 'revoke', 'key_1'], { name: 'keys', keys: { act: 'revoke', id: 'key_1' } }],
  [['keys', 'rotate', 'key_1'], { name: 'keys', keys: { act: 'rotate', id: 'key_1', hours: 24 } }],
  [['keys', 'rotate', 'key_1', '--hours', '0'], { name: 'keys', keys: { act: 'rotate', id: 'key_1', hours: 0 } }],
  [['keys', '--help'], { name: 'help' }],
  [['--help'], { name: 'help' }],
  [['backup', '-h'], { name: 'help' }],
  [['--version'], { name: 'version' }],
])('%j is understood', (words, command) => {
  expect(readCommand(words)).toEqual(command)
})

it.each([
  [['backup']],
  [['backup', '']],
  [['restore', 'a', 'b']],
  [['start', 'now']],
  [['erase']],
  [['constructor']],
  [['--force']],
  [['backup', 'a.db', '--new']],
  [['pairing-code', 'st_1', 'st_2']],
  [['pairing-code', '--new']],
  [['events', 'st_1']],
  [['events', '--tail', '--new']],
  [['events', '--at', '12:31']],
  [['--tail']],
  [['explain', '--at', '12:31', '--tail']],
  [['backup', 'a.db', '--attached']],
  [['backup', '-odd.db']],
  [['copy-to-postgres', '']],
  [['copy-to-postgres', 'laidan']],
  [['copy-to-postgres', 'mysql://h/d']],
  [['copy-to-postgres', 'postgres://shop:12/geheim@h/d']],
  [['copy-to-postgres', 'postgres://h/d', 'more']],
  [['copy-to-postgres', '--new']],
  [['new-epochs', 'postgres://h/d']],
  [['first-keys', 'st_1']],
  [['explain']],
  [['explain', 'now', '--at', '12:31']],
  [['explain', '--at', '12:31', '--minutes', '0']],
  [['explain', '--at', '12:31', '--minutes', '1441']],
  [['explain', '--at', '12:31', '--new']],
  [['--at', '12:31']],
  [['keys']],
  [['keys', 'lists']],
  [['keys', 'list', 'all']],
  [['keys', 'list', '--days', '1']],
  [['keys', 'create']],
  [['keys', 'create', 'operator']],
  [['keys', 'create', 'operator', '--name', ' ']],
  [['keys', 'create', 'admin', '--name', 'x']],
  [['keys', 'create', '__proto__', '--name', 'x']],
  [['keys', 'create', 'connector', '--name', 'x']],
  [['keys', 'create', 'operator', '--name', 'x', '--store', 'st_1']],
  [['keys', 'create', 'ordering', '--name', 'x', '--days', '0']],
  [['keys', 'create', 'ordering', '--name', 'x', '--hours', '1']],
  [['keys', 'create', 'ordering', 'more', '--name', 'x']],
  [['keys', 'revoke']],
  [['keys', 'revoke', 'key_1', 'key_2']],
  [['keys', 'revoke', 'key_1', '--hours', '1']],
  [['keys', 'rotate', '']],
  [['keys', 'rotate', 'key_1', '--hours', '721']],
  [['keys', 'rotate', 'key_1', '--hours', '-1']],
  [['keys', 'list', '--new']],
  [['backup', 'a.db', '--store', 'st_1']],
])('%j is refused, with the list of what there is', (words) => {
  expect(() => readCommand(words)).toThrow(UsageError)
  expect(() => readCommand(words)).toThrow('laidan-server restore FILE')
})

it.each([
  [['create', 'operator'], '--name: takes a name of 1 to 60 characters.'],
  [['create', 'operator', '--name', ''], '--name: takes a name of 1 to 60 characters.'],
  [['create', 'operator', '--name', 'x'.repeat(61)], '--name: takes a name of 1 to 60 characters.'],
  [['create', 'operator', '--name', '前\n台'], '--name: must not hold control characters.'],
  [['create', 'ordering', '--name', 'x', '--store', ''], '--store: takes the id of a store.'],
  [['create', 'connector', '--name', 'x'], 'bound to its stores.'],
])('keys %j is refused in words for whoever has typed it', (words, said) => {
  expect(() => readCommand(['keys', ...words])).toThrow(said)
})

it('a URL that is refused is not repeated: it may hold a password', () => {
  for (const url of ['mysql://shop:geheim@h/d', 'postgres://shop:geheim@[h/d', 'shop:geheim'])
    expect(() => readCommand(['copy-to-postgres', url])).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('geheim') }),
    )
})
