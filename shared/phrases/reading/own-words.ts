/** Patterns that find a customer's own name and address in a customer's own text. */

/** The hundred most frequent surnames, and the two-character ones (public census of 2020). */
const SURNAMES =
  '欧阳|上官|司马|诸葛|夏侯|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|[王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許韩韓邓鄧冯馮曹彭曾肖萧蕭田董潘袁蔡蒋蔣余于杜叶葉程魏苏蘇吕呂丁任卢盧姚沈钟鍾姜崔谭譚陆陸范汪廖石金韦韋贾賈夏付方邹鄒熊白孟秦邱侯江尹薛闫段雷龙龍黎史陶贺賀毛郝顾顧龚龔邵万萬覃武钱錢戴严嚴莫孔向常]'
const SURNAMED = new RegExp(`^(${SURNAMES})(\\p{Script=Han}{1,2})$`, 'u')
const TITLES = '(?:先生|女士|小姐|太太|老师|老師|同学|同學|师傅|師傅|经理|經理|医生|醫生|总|總|姐|哥|阿姨|叔叔|叔)'
/** Words that a Latin address shares with every sentence. */
const COMMON =
  /^(?:street|road|avenue|lane|floor|building|block|room|unit|apartment|north|south|east|west|near|city|the|and|with|from|house|tower|garden|district|no|st|rd|ave|apt|flat)$/i
const SHORTEST_LATIN = 4
/** The least Han characters of an address that are private together. */
const SHORTEST_HAN = 3
const BETWEEN = '[^\\p{L}\\p{N}]{0,2}'
const HAN_NUMBER = '[\\d〇零一二三四五六七八九十百]'

/** Makes the patterns of a name: the whole, the given name and the surname with a title, each word of a Latin name. */
export function ownNames(name: string | undefined): RegExp[] {
  const plain = lettersOf(name)
  const [, surname = '', given = ''] = SURNAMED.exec(plain) ?? []
  const titled = new RegExp(`^(${SURNAMES})${TITLES}$`, 'u').exec(plain)?.[1] ?? surname
  const words = (name ?? '').normalize('NFKC').match(/\p{Script=Latin}[\p{Script=Latin}\p{M}]{2,}/gu) ?? []
  return [
    ...([...plain].length >= 2 ? [spread(plain)] : []),
    ...(titled === '' ? [] : [new RegExp(`${titled}${BETWEEN}${TITLES}`, 'gu')]),
    ...words.map(wholeWord),
    ...([...given].length >= 2 ? [spread(given)] : []),
  ]
}

/** Makes the patterns of an address: any three characters of it that stand together, its words, its numbers. */
export function ownPlaces(address: string | undefined): RegExp[] {
  const plain = (address ?? '').normalize('NFKC')
  const words = plain.match(/\p{Script=Latin}[\p{Script=Latin}\p{M}]*/gu) ?? []
  const telling = words.filter((word) => word.length >= SHORTEST_LATIN && !COMMON.test(word))
  const numbers = plain.match(/\d{3,}/g) ?? []
  return [
    ...telling.map(wholeWord),
    ...numbers.map(
      (digits) => new RegExp(`(?<![\\p{Nd}])${[...digits].map(anyDigit).join('')}(?![\\p{Nd}])${ROOM}?`, 'gu'),
    ),
    ...hanPlaces(plain),
    // "2单元1502室" tells the door, whether the order has an address or not.
    ...[
      new RegExp(
        `(?:${HAN_NUMBER}+ ?(?:号楼|號樓|栋|棟|幢|单元|單元|室|号院|弄|樓|门牌)[ ，,-]?)+(?:${HAN_NUMBER}+室?)?`,
        'gu',
      ),
    ],
  ]
}

const ROOM = '(?:号楼|号|室|单元|栋|幢|弄|楼|层|房)'

/** One pattern for every stretch of Han characters and digits that the text shares with the address. */
function hanPlaces(address: string): RegExp[] {
  const stretch = [...address.replace(/[^\p{L}\p{N}]/gu, '')]
  const pieces = stretch.flatMap((_, at) => {
    const piece = stretch.slice(at, at + SHORTEST_HAN)
    return piece.length === SHORTEST_HAN && piece.some((c) => /\p{Script=Han}/u.test(c)) ? [piece] : []
  })
  if (pieces.length === 0) return []
  // Each piece, and whatever of the address follows it: pieces overlap, so a run of them is one match.
  const alternatives = [...new Set(pieces.map((piece) => piece.map(anyDigit).join(BETWEEN)))]
  return [
    new RegExp(
      `(?:${alternatives.join('|')})(?:${BETWEEN}(?:${alternatives.join('|')}))*(?:${BETWEEN}(?:${stretch.slice(-2).map(anyDigit).join('|')}){1,2})?`,
      'gu',
    ),
  ]
}

function lettersOf(name: string | undefined): string {
  return (name ?? '').normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '')
}

function spread(word: string): RegExp {
  return new RegExp([...word].map(escaped).join(BETWEEN), 'giu')
}

function wholeWord(word: string): RegExp {
  return new RegExp(`(?<![\\p{L}])${escaped(word)}(?![\\p{L}])`, 'giu')
}

/** A digit of an address, in the ways that it is written. */
function anyDigit(character: string): string {
  const at = '0123456789'.indexOf(character)
  if (at < 0) return escaped(character)
  return `[${character}${String.fromCodePoint(0xff10 + at)}${'〇一二三四五六七八九'.charAt(at)}${'零壹贰叁肆伍陆柒捌玖'.charAt(at)}]`
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
