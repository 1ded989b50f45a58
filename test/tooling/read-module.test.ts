import { describe, expect, it } from 'vitest'
import { type Import, readModule } from './read-module.ts'

function importsOf(text: string): Import[] {
  return readModule('server/orders/a.ts', text).imports
}

describe('reading a module', () => {
  it.each([
    [`import { b } from './b.ts'`, 'server/orders/b.ts'],
    [`import b from '../b.ts'`, 'server/b.ts'],
    [`import * as b from '../../shared/b.ts'`, 'shared/b.ts'],
    [`import './b.ts'`, 'server/orders/b.ts'],
    [`import {} from './b.ts'`, 'server/orders/b.ts'],
    [`import { type A, b } from './b.ts'`, 'server/orders/b.ts'],
    [`import {\n  a,\n  b,\n} from\n  './b.ts'`, 'server/orders/b.ts'],
    [`export { b } from './b.ts'`, 'server/orders/b.ts'],
    [`export * from './b.ts'`, 'server/orders/b.ts'],
    [`export * as b from './b.ts'`, 'server/orders/b.ts'],
    [`const b = async () => await import('./b.ts')`, 'server/orders/b.ts'],
    ['const b = import(`./b.ts`)', 'server/orders/b.ts'],
    [`import b = require('./b.cts')`, 'server/orders/b.cts'],
    [`function f() { return require('say') }`, 'npm:say'],
    [`require.resolve('say/package.json')`, 'npm:say/package.json'],
    [`import * as z from 'zod'`, 'npm:zod'],
    [`import { join } from 'node:path'`, 'node:path'],
    [`const b = import(name)`, 'computed'],
  ])('sees the import in %j', (text, target) => {
    expect(importsOf(text)).toEqual([{ target, typeOnly: false }])
  })

  it.each([
    `import type { B } from './b.ts'`,
    `import { type A, type B } from './b.ts'`,
    `export type { B } from './b.ts'`,
    `export { type B } from './b.ts'`,
    `export type * from './b.ts'`,
    `type B = import('./b.ts').B`,
    `let b: typeof import('./b.ts')`,
  ])('knows that %j is for types alone', (text) => {
    expect(importsOf(text)).toEqual([{ target: 'server/orders/b.ts', typeOnly: true }])
  })

  it.each([
    `// import './b.ts'`,
    `/* export * from './b.ts' */`,
    `const text = "import './b.ts'"`,
    'const text = `export * from "./b.ts"`',
    `export { b }; const b = 1`,
  ])('sees no import in %j', (text) => {
    expect(importsOf(text)).toEqual([])
  })

  it('collects the texts of literals, those of imports left out', () => {
    const text = `import './b.ts'\nconst a = 'one'; f(\`two \${a} three\`, { 'four': 5 }) // 'six'`
    expect(readModule('a.ts', text).literals).toEqual(['one', 'two … three', 'four'])
  })

  it('reads TSX, and refuses what does not parse', () => {
    expect(readModule('a.tsx', `import React from 'react'; const a = <b title="c" />`).imports).toHaveLength(1)
    expect(() => readModule('a.ts', 'import {')).toThrow()
  })
})
