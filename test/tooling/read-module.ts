import { posix } from 'node:path'
import { parseAst } from 'vitest/node'

export interface Import {
  /**
   * What is imported: a file as `shared/money.ts`, a package as `npm:zod`, one of Node's own modules as `node:fs`;
   * `computed` for an `import(…)` whose argument is no literal.
   */
  target: string
  /** Erased when the code runs: `import type`, `import { type … }`, `typeof import(…)`. */
  typeOnly: boolean
}

/** A source file as the architecture's rules see it. */
export interface Module {
  file: string
  text: string
  imports: Import[]
  /** What stands in string and template literals, import specifiers left out. */
  literals: string[]
  /** The statements at the top level. */
  body: Node[]
}

/** A node of the syntax tree (ESTree with TypeScript's additions). */
export interface Node {
  type: string
  [field: string]: unknown
}

/** Parses a TypeScript file with the parser that also runs the tests; throws on a syntax error. */
export function readModule(file: string, text: string): Module {
  const program = parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts' }, file)
  const statements: readonly unknown[] = program.body
  const body = statements.filter(isNode)
  const imports: Import[] = []
  const literals: string[] = []
  const specifiers = new Set<unknown>()
  for (const statement of body) {
    visit(statement, (node) => {
      const found = importOf(node)
      if (found !== undefined) {
        specifiers.add(found.source)
        imports.push({ target: targetOf(found.source, file), typeOnly: found.typeOnly })
      }
      const literal = specifiers.has(node) ? undefined : textOf(node)
      if (literal !== undefined) literals.push(literal)
      return true
    })
  }
  return { file, text, imports, literals, body }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** Calls `enter` for a node and everything below it, parents first; it goes deeper only where `enter` returns true. */
export function visit(node: Node, enter: (node: Node) => boolean): void {
  if (!enter(node)) return
  for (const field of Object.values(node)) {
    for (const child of Array.isArray(field) ? field : [field]) if (isNode(child)) visit(child, enter)
  }
}

function importOf(node: Node): { source: unknown; typeOnly: boolean } | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
      return { source: node['source'], typeOnly: node['importKind'] === 'type' || allTypes(node, 'importKind') }
    case 'ExportAllDeclaration':
      return { source: node['source'], typeOnly: node['exportKind'] === 'type' }
    case 'ExportNamedDeclaration':
      if (!isNode(node['source'])) return undefined
      return { source: node['source'], typeOnly: node['exportKind'] === 'type' || allTypes(node, 'exportKind') }
    case 'ImportExpression':
      return { source: node['source'], typeOnly: false }
    case 'TSImportType':
      return { source: node['source'], typeOnly: true }
    case 'TSExternalModuleReference':
      return { source: node['expression'], typeOnly: false }
    case 'CallExpression':
      return isRequire(node) ? { source: (node['arguments'] as unknown[])[0], typeOnly: false } : undefined
    default:
      return undefined
  }
}

/** `import { type A, type B }`: with nothing but types in the braces. `import {}` runs the module. */
function allTypes(node: Node, field: 'importKind' | 'exportKind'): boolean {
  const specifiers = (node['specifiers'] as unknown[]).filter(isNode)
  return specifiers.length > 0 && specifiers.every((specifier) => specifier[field] === 'type')
}

/** `require(…)`, and `require.resolve(…)` and the like, which name a module as well. */
function isRequire(call: Node): boolean {
  const callee = call['callee']
  if (!isNode(callee)) return false
  const named = callee.type === 'MemberExpression' ? callee['object'] : callee
  return isNode(named) && named.type === 'Identifier' && named['name'] === 'require'
}

function targetOf(source: unknown, file: string): string {
  const specifier = isNode(source) ? textOf(source) : undefined
  if (specifier === undefined) return 'computed'
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier)
  return specifier.startsWith('node:') ? specifier : `npm:${specifier}`
}

/** A string literal's value; a template's text with `…` for what is put in. */
function textOf(node: Node): string | undefined {
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : undefined
  if (node.type !== 'TemplateLiteral') return undefined
  const quasis = (node['quasis'] as unknown[]).filter(isNode)
  return quasis.map((quasi) => (quasi['value'] as { raw: string }).raw).join('…')
}
