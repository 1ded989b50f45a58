import { MARK } from './mark-words.ts'

/** Turns after which a refusal is over, though the clause goes on: `不要这个换牛肉`. */
const TURN_ZH =
  '要|改|换|而是|但|多[放加给来要]|可以|等|忘|漏|压|弄|写|问|停|敲|按|叫|迟|超|摇|晃|倒|翻|错|把|将|洒|凉|坨'
const TURN_EN = '(?:but|extra|more|add|just|only|instead|yes|want|give|let|if)(?![a-z])'

/** Reads a rule's patterns as one expression over a marked text; the letters are those of {@link Rule.find}. */
export function readPatterns(sources: readonly string[]): RegExp {
  const source = sources
    .map((one) => `(?:${one})`)
    .join('|')
    .replace(/G(\d+)/g, (_, most) => `(?:(?!${TURN_ZH})X){0,${most}}?`)
    .replace(/W(\d+)/g, (_, most) => `(?: (?!${TURN_EN})[a-z-]{1,15}(?![a-z-])){0,${most}}? ?`)
    .replaceAll('Y', '[^TF,.。;!?|]')
    .replaceAll('X', '[^T,.。;!?|]')
    .replaceAll('E', '(?=[,.。;!?|]|$)')
    .replaceAll('F', MARK.food)
    .replaceAll('T', MARK.thing)
    .replaceAll('C', MARK.care)
  return new RegExp(source, 'gu')
}
