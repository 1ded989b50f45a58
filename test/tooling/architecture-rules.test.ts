import { describe, expect, it } from 'vitest'
import { RULES } from './architecture-rules.ts'
import { readModule } from './read-module.ts'

/** The names of the rules that these files break. */
function broken(files: Record<string, string>): string[] {
  const modules = Object.entries(files).map(([file, text]) => readModule(file, text))
  return RULES.filter((rule) => rule.check(modules).length > 0).map((rule) => rule.name)
}

const RULE = {
  rooms: 'a room imports only what the table of rooms allows',
  tests: 'the product never imports its tests',
  root: 'nothing imports a root',
  ofOneRoot: 'what belongs to one root is imported by that root alone',
  driver: 'only server/db/ runs a database driver',
  computed: 'every import can be read without running the code',
  dialect: 'only server/db/ speaks SQLite’s own dialect',
  cycle: 'imports form no cycle',
  folders: 'folders form no cycle',
  long: 'a file over 300 lines says at its top why it is one thing',
  state: 'no module has state at import time',
}

describe('the rules', () => {
  it('are all shown to bite below', () => {
    expect(RULES.map((rule) => rule.name).sort()).toEqual(Object.values(RULE).sort())
  })

  it.each([
    ['shared/a.ts', `import { join } from 'node:path'`, RULE.rooms],
    ['shared/a.ts', `import { b } from '../test/support/b.ts'`, RULE.rooms],
    ['shared/a.ts', `const ws = () => import('ws')`, RULE.rooms],
    ['shared/a.ts', `import type { Server } from 'node:http'`, RULE.rooms],
    ['shared/a.ts', `import * as z from 'zod/mini'`, RULE.rooms],
    ['desktop/core/a.ts', `export * from 'electron'`, RULE.rooms],
    ['desktop/core/a.ts', `import { speak } from '../speech/say.ts'`, RULE.rooms],
    ['desktop/ui/a.tsx', `import { ipcRenderer } from 'electron'`, RULE.rooms],
    ['desktop/ui/a.ts', `import { b } from '../speech/b.ts'`, RULE.rooms],
    ['desktop/hosts/console/a.ts', `import { readFile } from 'node:fs'`, RULE.rooms],
    ['desktop/hosts/console/a.ts', `import { b } from '../node/b.ts'`, RULE.rooms],
    ['desktop/node/a.ts', `import { b } from '../../server/config.ts'`, RULE.rooms],
    ['desktop/hosts/terminal/a.ts', `import type { B } from '../../server/config.ts'`, RULE.rooms],
    ['server/a.ts', `import { b } from '../desktop/core/b.ts'`, RULE.rooms],
    ['server/a.ts', `import { b } from '../test/support/manual-clock.ts'`, RULE.tests],
    ['server/http/a.ts', `import '../main.ts'`, RULE.root],
    ['desktop/hosts/electron/a.ts', `import './main.ts'`, RULE.root],
    ['demo/a.ts', `const b = import('./main.ts')`, RULE.root],
    ['server/orders/a.ts', `import { b } from '../../demo/b.ts'`, RULE.ofOneRoot],
    ['desktop/speech/a.ts', `import { b } from '../hosts/terminal/b.ts'`, RULE.ofOneRoot],
    ['desktop/node/a.ts', `import type { Channels } from '../hosts/electron/ipc/channels.ts'`, RULE.ofOneRoot],
    ['server/orders/a.ts', `import type { Request } from 'express'`, RULE.rooms],
    ['server/payments/a.ts', `import { b } from '../http/report-error.ts'`, RULE.rooms],
    ['server/keys/a.ts', `import limit from 'express-rate-limit'`, RULE.rooms],
    ['server/db/a.ts', `import { b } from '../orders/b.ts'`, RULE.rooms],
    ['server/db/a.ts', `import { b } from '../http/b.ts'`, RULE.rooms],
    ['server/orders/a.ts', `import knex from 'knex'`, RULE.driver],
    ['server/main.ts', `import sqlite3 from 'sqlite3'`, RULE.driver],
    ['server/main.ts', 'const driver = import(name)', RULE.computed],
    ['server/orders/a.ts', `run('INSERT OR IGNORE INTO orders VALUES (1)')`, RULE.dialect],
    ['server/orders/a.ts', `run(\`select \${x} from json_each(items)\`)`, RULE.dialect],
    ['server/sockets/a.ts', `all('SELECT json_group_array(id) FROM stores')`, RULE.dialect],
    ['server/jobs/a.ts', `run("SELECT datetime('now')")`, RULE.dialect],
    ['server/jobs/a.ts', `run('pragma optimize')`, RULE.dialect],
    ['server/jobs/a.ts', `run('SELECT rowid FROM orders')`, RULE.dialect],
    ['server/jobs/a.ts', `run('id INTEGER PRIMARY KEY AUTOINCREMENT')`, RULE.dialect],
    ['server/a.ts', `import { a } from './a.ts'`, RULE.cycle],
    ['server/new-room/a.ts', '', RULE.rooms],
    ['server/stores/a.ts', `import { o } from '../orders/o.ts'`, RULE.rooms],
    ['server/a.ts', 'f()\n'.repeat(301), RULE.long],
    ['server/a.ts', `/** Many things. */\n${'f()\n'.repeat(301)}`, RULE.long],
    ['server/a.ts', `f()\n/** One thing, said too late. */\n${'f()\n'.repeat(301)}`, RULE.long],
    ['server/a.ts', 'let count = 0', RULE.state],
    ['server/a.ts', 'export let count = 0', RULE.state],
    ['server/a.ts', 'var count = 0', RULE.state],
    ['server/a.ts', 'const seen = new Map<string, number>()', RULE.state],
    ['server/a.ts', 'export const seen = new Set([])', RULE.state],
    ['server/a.ts', 'const hub = { open: true, sockets: new Set() }', RULE.state],
    ['server/a.ts', 'export default { cache: new WeakMap() }', RULE.state],
    ['server/a.ts', 'class A { static seen = new Map() }', RULE.state],
    ['server/a.ts', 'const queue: string[] = []', RULE.state],
    ['server/a.ts', 'export const cache = {} as Record<string, string>', RULE.state],
  ])('bite: %s with %j', (file, text, rule) => {
    expect(broken({ [file]: text })).toContain(rule)
  })

  it.each([
    ['shared/a.ts', `import * as z from 'zod'; import { b } from './protocol/b.ts'`],
    ['desktop/core/a.ts', `import { b } from '../../shared/b.ts'; import type { C } from './ports.ts'`],
    ['desktop/hosts/electron/main.ts', `import { app } from 'electron'; import { b } from './ipc/channels.ts'`],
    ['server/main.ts', `import { b } from './http/b.ts'; import { c } from './db/c.ts'`],
    ['demo/main.ts', `import { b } from './b.ts'; import { join } from 'node:path'`],
    ['server/orders/a.ts', `import type { Knex } from 'knex'; import { b } from '../db/writer.ts'`],
    ['server/db/sqlite/a.ts', `import knex from 'knex'; import { b } from '../rows.ts'; run('PRAGMA user_version')`],
    ['server/http/a.ts', `import express from 'express'; import { b } from '../orders/b.ts'`],
    ['server/orders/a.ts', `// no PRAGMA here\nconst growid = 'browid and datetime'`],
    ['shared/a.ts', `/** This is one thing: a table. */\n${'f()\n'.repeat(301)}`],
    ['shared/a.ts', 'f()\n'.repeat(300)],
    ['shared/a.ts', `const known = new Set(['a']); const table = new Map(Object.entries(known))`],
    ['shared/a.ts', `function f() { let n = 0; const seen = new Map(); return [seen, n] }`],
    ['shared/a.ts', `class A { #seen = new Map() }; const f = () => new Set(); declare let g: number`],
    ['shared/a.ts', `const schema = z.object({ tags: z.array(z.string()).default([]) })`],
  ])('let pass: %s with %j', (file, text) => {
    expect(broken({ [file]: text })).toEqual([])
  })

  it('find a cycle of folders whose files form none', () => {
    const modules = [
      readModule('server/orders/a.ts', `import { b } from '../stores/b.ts'`),
      readModule('server/stores/b.ts', ``),
      readModule('server/stores/c.ts', `import type { D } from '../orders/d.ts'`),
      readModule('server/orders/d.ts', ``),
    ]
    const rule = (name: string) => RULES.find((rule) => rule.name === name)
    expect(rule(RULE.cycle)?.check(modules)).toEqual([])
    expect(rule(RULE.folders)?.check(modules)).toEqual(['server/orders → server/stores → server/orders'])
  })

  it('find a cycle through several files, types included, and name its path once', () => {
    const modules = [
      readModule('server/a.ts', `import { b } from './b.ts'`),
      readModule('server/b.ts', `export * from './c.ts'; import { d } from './d.ts'`),
      readModule('server/c.ts', `import type { A } from './a.ts'`),
      readModule('server/d.ts', `import './e.ts'`),
      readModule('server/e.ts', ``),
    ]
    const rule = RULES.find(({ name }) => name === RULE.cycle)
    expect(rule?.check(modules)).toEqual(['server/a.ts → server/b.ts → server/c.ts → server/a.ts'])
  })
})
