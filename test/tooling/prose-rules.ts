import { isNode, type Node, readModule, visit } from './read-module.ts'

/** An exported function with its docstring, as the rules of prose see it. */
interface Exported {
  name: string
  /** The text between `/**` and the end; `undefined` where there is none. */
  docstring: string | undefined
  /** Whether its own body has a `throw`; bodies of functions inside of it are their own. */
  throws: boolean
}

/** A docstring and, when it was opened and closed, nothing but space up to the end of the text. */
const DOCSTRING_AT_END = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/
/** A docstring at the beginning of a line: in a line's middle it may stand in a string, as in `src/**`. */
const DOCSTRINGS = /^[ \t]*\/\*\*(?!\/)((?:(?!\*\/)[\s\S])*)\*\//gm
/** The beginnings that leave a reader without a noun. */
const WITHOUT_NOUN = /^(What|Who|Whoever|Whatever|Whether it|It)\b/
const NAMES_ERRORS = /\b(Throws|Rejects)\b|\b(throws|rejects) (with |an? |the |its |`|\{@link)/
const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'TSDeclareFunction']

/**
 * Lists the faults of a TypeScript file's docstrings, each as `name: fault`: an exported function without one, one that
 * throws and names no error, and a docstring that begins without a noun. Throws on a syntax error.
 */
export function proseFaults(file: string, text: string): string[] {
  const functions = exportedFunctions(file, text)
  const names = new Set(functions.map(({ name }) => name))
  const undocumented = [...names].filter((name) => docstringsOf(functions, name).length === 0)
  const silent = functions.filter(({ name, throws }) => {
    return throws && docstringsOf(functions, name).every((docstring) => !NAMES_ERRORS.test(docstring))
  })
  const unclear = [...text.matchAll(DOCSTRINGS)].map(([, raw = '']) => plain(raw)).filter((d) => WITHOUT_NOUN.test(d))
  return [
    ...undocumented.map((name) => `${name}: has no docstring`),
    ...silent
      .filter(({ name }) => !undocumented.includes(name))
      .map(({ name }) => `${name}: throws, and names no error`),
    ...unclear.map((docstring) => `"${docstring.slice(0, 40)}…": begins without a noun`),
  ]
}

function docstringsOf(functions: readonly Exported[], name: string): string[] {
  return functions.flatMap((f) => (f.name === name && f.docstring !== undefined ? [f.docstring] : []))
}

function exportedFunctions(file: string, text: string): Exported[] {
  const { body } = readModule(file, text)
  const byName = namesExportedBelow(body)
  return body.flatMap((statement) => {
    const exported = /^Export(Named|Default)Declaration$/.test(statement.type)
    const declaration = exported ? statement['declaration'] : statement
    if (!isNode(declaration)) return []
    return namedFunctions(declaration)
      .filter(({ name }) => exported || byName.has(name))
      .map(({ name, node }) => ({
        name,
        docstring: docstringBefore(text, Number(statement['start'])),
        throws: throwsItself(node),
      }))
  })
}

/** The local names in `export { a, b as c }`. */
function namesExportedBelow(body: readonly Node[]): Set<string> {
  const specifiers = body
    .filter(({ type, source }) => type === 'ExportNamedDeclaration' && !isNode(source))
    .flatMap(({ specifiers: all }) => (all as unknown[]).filter(isNode))
  return new Set(specifiers.map(({ local }) => nameOf(local)))
}

/** The functions that a declaration gives a name to: itself, or the values of its constants. */
function namedFunctions(declaration: Node): { name: string; node: Node }[] {
  if (FUNCTIONS.includes(declaration.type)) return [{ name: nameOf(declaration['id']), node: declaration }]
  if (declaration.type !== 'VariableDeclaration') return []
  return (declaration['declarations'] as unknown[]).filter(isNode).flatMap(({ id, init }) => {
    return isNode(init) && FUNCTIONS.includes(init.type) ? [{ name: nameOf(id), node: init }] : []
  })
}

function nameOf(id: unknown): string {
  return isNode(id) && typeof id['name'] === 'string' ? id['name'] : 'default'
}

function docstringBefore(text: string, start: number): string | undefined {
  const raw = DOCSTRING_AT_END.exec(text.slice(0, start))?.[1]
  return raw === undefined ? undefined : plain(raw)
}

/** A docstring without its stars, on one line. */
function plain(raw: string): string {
  return raw
    .replace(/^\s*\*+ ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
}

function throwsItself(func: Node): boolean {
  let throws = false
  visit(func, (node) => {
    throws ||= node.type === 'ThrowStatement'
    return node === func || !FUNCTIONS.includes(node.type)
  })
  return throws
}
