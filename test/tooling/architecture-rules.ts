import { isNode, type Module, type Node, visit } from './read-module.ts'

/** One rule of the house. `check` returns a line for every place that breaks it. */
export interface Rule {
  name: string
  check(modules: readonly Module[]): string[]
}

const PACKAGES_OF_HTTP = 'express|express-rate-limit|helmet'
const FEATURES = 'orders|payments|reminders|devices|stores|keys|jobs'
/** Folders that put a program together. Their parts serve that program alone. */
const ROOT_FOLDERS = 'server/demo|server/pack|desktop/terminal|desktop/electron|desktop/console|desktop/start'

/** The arrows point inward: roots → adapters → core → shared. */
const ARROWS: Rule[] = [
  only('shared/ knows itself and zod, no host', /^shared\//, /^(shared\/|npm:zod$)/),
  only(
    'desktop/core/ knows itself, shared/ and zod, no host',
    /^desktop\/core\//,
    /^(desktop\/core\/|shared\/|npm:zod$)/,
  ),
  only(
    'desktop/ui/ knows itself, shared/, the core and React; a Bridge is its only door',
    /^desktop\/ui\//,
    /^(desktop\/(ui|core)\/|shared\/|npm:react(-dom)?(\/|$))/,
  ),
  only(
    'desktop/hosts/console/ knows itself, the screen, the core, shared/ and zod',
    /^desktop\/console\/(?!vite\.config\.ts$)/,
    /^(desktop\/(console|ui|core)\/|shared\/|npm:zod$)/,
  ),
  never('the desktop never imports the server', /^desktop\//, /^server\//),
  never('the server never imports the desktop', /^server\//, /^desktop\//),
  never('the product never imports its tests', /^/, /^test\//),
  never('nothing imports a root', /^/, new RegExp(`^(server|${ROOT_FOLDERS})/main\\.tsx?$`)),
  {
    name: 'what belongs to one root is imported by that root alone',
    check: (modules) =>
      ROOT_FOLDERS.split('|').flatMap((folder) =>
        never('', new RegExp(`^(?!${folder}/)`), new RegExp(`^${folder}/`)).check(modules),
      ),
  },
  never(
    'commands do not know HTTP',
    new RegExp(`^server/(${FEATURES})/`),
    new RegExp(`^(server/http/|npm:(${PACKAGES_OF_HTTP})(/|$))`),
  ),
  never('server/db/ knows no feature', /^server\/db\//, /^server\/(?!db\/)[^/]+\//),
  never('only server/db/ runs a database driver', /^(?!server\/db\/)/, /^npm:(sqlite3|knex)(\/|$)/, { types: true }),
  never('every import can be read without running the code', /^/, /^computed$/),
]

export const RULES: readonly Rule[] = [
  ...ARROWS,
  { name: 'only server/db/ speaks SQLite’s own dialect', check: findDialect },
  { name: 'imports form no cycle', check: findCycles },
  { name: 'a file over 300 lines says at its top why it is one thing', check: findLongFiles },
  { name: 'no module has state at import time', check: findModuleState },
]

/** Files matching `from` may import what matches `allowed`, and nothing else. */
function only(name: string, from: RegExp, allowed: RegExp): Rule {
  return imports(name, from, (target) => allowed.test(target))
}

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
  /\b(pragma|insert or (ignore|replace|abort|fail|rollback)|autoincrement|json_each|rowid)\b|\bdatetime\('now'/i

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
  const byFile = new Map(modules.map((module) => [module.file, module]))
  const done = new Set<string>()
  const path: string[] = []
  const cycles: string[] = []

  function enter(file: string): void {
    const module = byFile.get(file)
    if (module === undefined || done.has(file)) return
    const before = path.indexOf(file)
    if (before >= 0) {
      cycles.push([...path.slice(before), file].join(' → '))
      return
    }
    path.push(file)
    for (const target of new Set(module.imports.map(({ target }) => target))) enter(target)
    path.pop()
    done.add(file)
  }

  for (const { file } of modules) enter(file)
  return cycles
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
