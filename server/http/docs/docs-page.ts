import { PROBLEMS } from '../../../shared/problem.ts'
import { anchor, escapeHtml, sentence } from './docs-html.ts'
import { schemaHtml } from './docs-schema.ts'
import { DOCS_STYLE } from './docs-style.ts'
import type { OpenApiContent, OpenApiDocument, OpenApiOperation, OpenApiParameter } from './openapi-parts.ts'

interface Call {
  method: string
  path: string
  operation: OpenApiOperation
}

/**
 * Makes one HTML page of the OpenAPI document, for people: no script, nothing loaded from elsewhere, so that it works
 * offline and under a strict content security policy.
 */
export function docsPage(document: OpenApiDocument): string {
  const { title, description } = document.info
  const groups = callsByTag(document)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}: the REST interface</title>
<style>${DOCS_STYLE}</style>
</head>
<body>
<nav>${navigation(document, groups)}</nav>
<main>
<h1>${escapeHtml(title)}</h1>
<p>${sentence(description)}</p>
<p>The same for machines: <a href="openapi.json">/openapi.json</a> (OpenAPI ${escapeHtml(document.openapi)}).
A call is made with <code>Authorization: Bearer …</code> and a key or token of those it names.</p>
${[...groups].map(([tag, calls]) => group(document, tag, calls)).join('\n')}
<h2 id="data">Data</h2>
${Object.entries(document.components.schemas).map(dataHtml).join('\n')}
<h2 id="errors">Errors</h2>
<article><ul class="fields">${Object.entries(PROBLEMS).map(problemHtml).join('')}</ul></article>
</main>
</body>
</html>
`
}

function callsByTag(document: OpenApiDocument): Map<string, Call[]> {
  const groups = new Map<string, Call[]>()
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags[0] ?? 'Other'
      groups.set(tag, [...(groups.get(tag) ?? []), { method, path, operation }])
    }
  return groups
}

function navigation(document: OpenApiDocument, groups: Map<string, Call[]>): string {
  const calls = [...groups].map(([tag, entries]) => {
    const links = entries.map(({ method, path, operation }) => {
      const href = anchor('call', operation.operationId)
      return `<li><a href="#${href}">${badge(method)}<code>${escapeHtml(path)}</code></a></li>`
    })
    return `<h2><a href="#${anchor('tag', tag)}">${escapeHtml(tag)}</a></h2><ul>${links.join('')}</ul>`
  })
  const data = Object.keys(document.components.schemas).map(
    (name) => `<li><a href="#${anchor('data', name)}">${escapeHtml(name)}</a></li>`,
  )
  return `${calls.join('')}<h2><a href="#data">Data</a></h2><ul>${data.join('')}</ul><h2><a href="#errors">Errors</a></h2>`
}

function group(document: OpenApiDocument, tag: string, calls: Call[]): string {
  const words = document.tags?.find(({ name }) => name === tag)?.description
  const about = words === undefined ? '' : `\n<p>${sentence(words)}</p>`
  return `<h2 id="${anchor('tag', tag)}">${escapeHtml(tag)}</h2>${about}\n${calls.map((call) => callHtml(document, call)).join('\n')}`
}

function callHtml(document: OpenApiDocument, { method, path, operation }: Call): string {
  const { operationId, summary, parameters, requestBody, responses } = operation
  const [success, ...refusals] = Object.entries(responses).toSorted(([a], [b]) => Number(a) - Number(b))
  return `<article id="${anchor('call', operationId)}">
<h3>${badge(method)}<code>${escapeHtml(path)}</code></h3>
<p>${sentence(summary)}</p>
<p class="where">${sentence(whoMayCall(document, operation))}</p>
${parameters.length === 0 ? '' : `<h4>Parameters</h4><ul class="fields">${parameters.map(parameterHtml).join('')}</ul>`}
${requestBody === undefined ? '' : `<h4>Body</h4>${contentHtml(requestBody.content)}`}
${success === undefined ? '' : `<h4>Answer ${escapeHtml(success[0])}</h4>${answerHtml(success[1])}`}
${refusals.length === 0 ? '' : `<h4>Refusals</h4><p class="refusals">${refusals.map(refusalHtml).join(' ')}</p>`}
</article>`
}

function whoMayCall(document: OpenApiDocument, { security }: OpenApiOperation): string {
  const schemes = security.flatMap((requirement) => Object.keys(requirement))
  if (schemes.length === 0) return 'Anybody may call this.'
  return schemes
    .map((name) => document.components.securitySchemes[name]?.description.replace(/\.$/, '') ?? name)
    .join(' · ')
}

function parameterHtml({ name, in: where, required, description, schema }: OpenApiParameter): string {
  const optional = required ? '' : ' <span class="optional">optional</span>'
  const words = description === undefined ? '' : ` ${sentence(description)}`
  return `<li><code>${escapeHtml(name)}</code> <span class="where">${escapeHtml(where)} ·</span> ${schemaHtml(schema)}${optional}${words}</li>`
}

function contentHtml(content: OpenApiContent): string {
  return Object.values(content)
    .map(({ schema, example }) => {
      const shown =
        example === undefined ? '' : `<pre><code>${escapeHtml(JSON.stringify(example, undefined, 2))}</code></pre>`
      return `${schemaHtml(schema)}${shown}`
    })
    .join('')
}

function answerHtml({ description, content }: OpenApiOperation['responses'][string]): string {
  return content === undefined ? `<p>${sentence(description)} Without a body.</p>` : contentHtml(content)
}

/** Makes a link for each problem code of one status, to the sentence about it. */
function refusalHtml([status, { description }]: [string, OpenApiOperation['responses'][string]]): string {
  return [...description.matchAll(/`(\w+)`/g)]
    .map(([, code = '']) => `<a href="#${anchor('problem', code)}">${escapeHtml(status)} <code>${code}</code></a>`)
    .join(' ')
}

function dataHtml([name, schema]: [string, OpenApiDocument['components']['schemas'][string]]): string {
  return `<article id="${anchor('data', name)}"><h3>${escapeHtml(name)}</h3>${schemaHtml(schema)}</article>`
}

function problemHtml([code, { status, title }]: [string, { status: number; title: string }]): string {
  const page = `<a href="problems/${escapeHtml(code)}"><code>${escapeHtml(code)}</code></a>`
  return `<li id="${anchor('problem', code)}">${status} ${page} ${escapeHtml(title)}</li>`
}

function badge(method: string): string {
  return `<span class="badge ${escapeHtml(method)}">${escapeHtml(method)}</span>`
}
