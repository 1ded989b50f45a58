import { createConfig, lintFromString } from '@redocly/openapi-core'
import { openApiDocument } from '../../../server/http/docs/openapi.ts'
import { describedRoutes } from '../../support/described-routes.ts'

// `npm run check:openapi`: lints the OpenAPI document with the rules that Redocly recommends, all of them as errors. Prints each
// fault with its place; ends with 1 if there is one.

const config = await createConfig({
  extends: ['recommended-strict'],
  rules: {
    // Health answers everybody, and refuses nobody.
    'operation-4xx-response': 'off',
    'tag-description': 'error',
    'operation-operationId': 'error',
    'operation-tag-defined': 'error',
    'parameter-description': 'error',
  },
})
const source = JSON.stringify(openApiDocument(describedRoutes()), undefined, 2)
const faults = await lintFromString({ source, absoluteRef: 'openapi.json', config })
for (const { ruleId, message, location } of faults)
  process.stdout.write(`${ruleId}: ${message} ${location.map(({ pointer }) => pointer).join(' ')}\n`)
process.exitCode = faults.length === 0 ? 0 : 1
