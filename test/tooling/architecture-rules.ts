import { posix } from 'node:path'
import { isNode, type Module, type Node, visit } from './read-module.ts'
import { ROOMS, type Room } from './rooms.ts'

/** One rule of the house. `check` returns a line for every place that breaks it. */
export interface Rule {
  name: string
  check(modules: readonly Module[]): string[]
}

/** Folders that put a program together. Their parts serve that program alone. */
const ROOT_FOLDERS =
  'demo|server/pack|desktop/hosts/terminal|desktop/hosts/electron|desktop/hosts/admin|desktop/hosts/console|desktop/tools/start'

/** The arrows point inward: roots → adapters → core → shared. */
const ARROWS: Rule[] = [
  { name: 'a room imports only what the table of rooms allows', check: findStrayImports },
  never('the product never imports its tests', /^/, /^test\//),
  never('nothing imports a root', /^/, new RegExp(`^(server|${ROOT_FOLDERS})/main\\.tsx?$`)),
  {
    name: 'what belongs to one root is imported by that root alone',
    check: (modules) =>
      ROOT_FOLDERS.split('|').flatMap((folder) =>
        never('', new RegExp(`^(?!${folder}/)`), new RegExp(`^${folder}/`)).check(modules),
      ),
  },
  never('only server/db/ runs a database driver', /^(?!server\/db\/)/, /^npm:(sqlite3|knex|pg)(\/|$)/, { types: true }),
  never('every import can be read without running the code', /^/, /^computed$/),
]

export const RULES: readonly Rule[] = [
  ...ARROWS,
  { name: 'only server/db/ speaks SQLite’s own dialect', check: findDialect },
  { name: 'imports form no cycle', check: findCycles },
  { name: 'folders form no cycle', check: findFolderCycles },
  { name: 'a file over 300 lines says at its top why it is one thing', check: findLongFiles },
  { name: 'no module has state at import time', check: findModuleState },
]

/** Files matching `from` may not import what matches `forbidden`; with `types`, they may import its types. */
function never(name: string, from: RegExp, forbidden: RegExp, may: { types?: boolean } = {}): Rule {
  return imports(name, from, (target, typeOnly) => (may.types === true && typeOnly) || !forbidden.test(target))
}

function imports(name: string, from: RegExp, allowed: (target: string, typeOnly: boolean) => boolean): Rule {
  return {
    name,
    check: (modules) =>
      modules
        .filter(({ file }) => from.test(file))
        .flatMap(({ file, imports }) =>
          imports
            .filter(({ target, typeOnly }) => !allowed(target, typeOnly))
            .map(({ target }) => `${file} imports ${target}`),
        ),
  }
}

/** What SQLite understands and PostgreSQL does not: outside of server/db/ it would tie a command to one database. */
const DIALECT =
  /\b(pragma|insert or (ignore|replace|abort|fail|rollback)|autoincrement|json_each|json_group_array|json_object|rowid)\b|\bdatetime\('now'/i

function findDialect(modules: readonly Module[]): string[] {
  return modules
    .filter(({ file }) => file.startsWith('server/') && !file.startsWith('server/db/'))
    .flatMap(({ file, literals }) =>
      literals.flatMap((literal) => {
        const word = DIALECT.exec(literal)
        return word === null ? [] : [`${file} says ${word[0]}`]
      }),
    )
}

/** Types count as well: two files that need each other are one file, or want a third. */
function findCycles(modules: readonly Module[]): string[] {
  return cyclesOf(new Map(modules.map(({ file, imports }) => [file, imports.map(({ target }) => target)])))
}

/** A folder stands for the files directly in it. */
function findFolderCycles(modules: readonly Module[]): string[] {
  const files = new Set(modules.map(({ file }) => file))
  const graph = new Map<string, string[]>()
  for (const { file, imports } of modules) {
    const folder = posix.dirname(file)
    const others = imports.filter(({ target }) => files.has(target)).map(({ target }) => posix.dirname(target))
    graph.set(folder, [...(graph.get(folder) ?? []), ...others.filter((other) => other !== folder)])
  }
  return cyclesOf(graph)
}

/** Every cycle that a walk through the graph meets, as a path that ends where it began. */
function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>()
  const path: string[] = []
  const cycles: string[] = []

  function enter(node: string): void {
    const targets = graph.get(node)
    if (targets === undefined || done.has(node)) return
    const before = path.indexOf(node)
    if (before >= 0) {
      cycles.push([...path.slice(before), node].join(' → '))
      return
    }
    path.push(node)
    for (const target of new Set(targets)) enter(target)
    path.pop()
    done.add(node)
  }

  for (const node of graph.keys()) enter(node)
  return cycles
}

/** Imports that the table does not allow, and files that stand in no room. */
function findStrayImports(modules: readonly Module[]): string[] {
  return modules.flatMap(({ file, imports }) => {
    const room = roomOf(file)
    if (room === undefined) return [`${file} stands in no room`]
    return imports.flatMap(({ target, typeOnly }) =>
      mayImport(room, target, typeOnly) ? [] : [`${file} (${room.room}) imports ${target}`],
    )
  })
}

function mayImport(room: Room, target: string, typeOnly: boolean): boolean {
  if (target === 'computed') return true
  if (target.startsWith('node:')) return room.packages.includes('node')
  if (target.startsWith('npm:')) {
    const specifier = target.slice('npm:'.length)
    if (typeOnly && TYPES_FOR_ALL.includes(specifier)) return true
    return room.packages.some((name) =>
      name.endsWith('/*') ? specifier.startsWith(name.slice(0, -1)) : specifier === name,
    )
  }
  const other = roomOf(target)
  return other !== undefined && (other === room || room.imports.includes(other.room))
}

/** Whose types may be named anywhere on the server: the query builder's, of which `Database.query` is one. */
const TYPES_FOR_ALL = ['knex']

function isIn(file: string, room: string): boolean {
  if (room.endsWith('/*')) return posix.dirname(file) === room.slice(0, -2)
  return file === room || file.startsWith(`${room}/`)
}

/** The innermost room that a file stands in. */
function roomOf(file: string): Room | undefined {
  return ROOMS.filter(({ room }) => isIn(file, room)).toSorted((a, b) => b.room.length - a.room.length)[0]
}

const MOST_LINES = 300

function findLongFiles(modules: readonly Module[]): string[] {
  return modules.flatMap(({ file, text }) => {
    const lines = text.trimEnd().split('\n').length
    if (lines <= MOST_LINES || /\bone thing\b/i.test(topComment(text))) return []
    return [`${file} has ${lines} lines`]
  })
}

/** The comment a file begins with: one block, or lines of `//`. */
function topComment(text: string): string {
  return /^(?:#!.*\n)?\s*(\/\*[\s\S]*?\*\/|(?:\/\/.*\n\s*)+)/.exec(text)?.[1] ?? ''
}

/**
 * A heuristic: `let` and `var` at the top level, and collections that are born empty there and so are meant to be
 * filled. A `new Set([…])` or a `new Map(Object.entries(…))` is a lookup table.
 */
function findModuleState(modules: readonly Module[]): string[] {
  return modules.flatMap(({ file, body }) =>
    body.flatMap((statement) => stateIn(exported(statement)).map((what) => `${file} keeps ${what}`)),
  )
}

function stateIn(statement: Node): string[] {
  if (statement['declare'] === true) return []
  const kept: string[] = []
  if (statement.type === 'VariableDeclaration') {
    if (statement['kind'] !== 'const') kept.push(`a ${String(statement['kind'])}`)
    for (const declarator of (statement['declarations'] as unknown[]).filter(isNode))
      if (isEmptyLiteral(declarator['init'])) kept.push('an empty array or object')
  }
  visit(statement, (node) => {
    if (runsLater(node)) return false
    if (isEmptyCollection(node)) kept.push('an empty collection')
    return true
  })
  return kept
}

function exported(statement: Node): Node {
  const inner = statement['declaration']
  return statement.type.startsWith('Export') && isNode(inner) ? inner : statement
}

/** What stands in a function, or in a field of each instance, is not there at import time. */
function runsLater(node: Node): boolean {
  if (node.type === 'PropertyDefinition') return node['static'] !== true
  return ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'].includes(node.type)
}

function isEmptyCollection(node: Node): boolean {
  const callee = node['callee']
  if (node.type !== 'NewExpression' || !isNode(callee)) return false
  if (!/^(Weak)?(Map|Set)$/.test(String(callee['name']))) return false
  const first = (node['arguments'] as unknown[])[0]
  return first === undefined || isEmptyLiteral(first)
}

function isEmptyLiteral(value: unknown): boolean {
  if (!isNode(value)) return false
  if (value.type === 'TSAsExpression' || value.type === 'TSSatisfiesExpression')
    return isEmptyLiteral(value['expression'])
  const members = value.type === 'ArrayExpression' ? value['elements'] : value['properties']
  return (value.type === 'ArrayExpression' || value.type === 'ObjectExpression') && (members as unknown[]).length === 0
}
