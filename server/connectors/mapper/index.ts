import { matchHmac, matchText } from '../kit/match-hmac.ts'
import type { ConnectorModule } from '../kit/port.ts'
import { readJson } from '../kit/read-json.ts'
import { applyTemplate } from './apply-template.ts'
import { type MapperSettings, settingsSchema } from './settings.ts'

/** Any sender of webhooks with a JSON body, by a template of the operator’s. */
export const mapper: ConnectorModule<MapperSettings> = {
  kind: 'mapper',
  settings: settingsSchema,
  acknowledged: 204,
  takesUnfit: false,
  isSigned: ({ header, pathSecret }, { proof }) =>
    proof.by === 'path' ? pathSecret !== '' : header(proof.header) !== undefined,
  verify({ body, header, pathSecret }, secret, { proof }) {
    if (proof.by === 'path') return matchText(pathSecret, secret)
    const given = header(proof.header) ?? ''
    return given.startsWith(proof.prefix) && matchHmac(given.slice(proof.prefix.length), secret, body, proof)
  },
  read: ({ body }, { template }) => applyTemplate(template, readJson(body)),
}
