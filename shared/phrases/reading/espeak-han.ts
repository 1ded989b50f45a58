/**
 * The Chinese characters that espeak-ng 1.51 cannot say and spells instead ("Chinese letter", the digits of its code
 * point), among {@link READ_HAN}. Made from the engine's own answers by test/shared/phrases/readable.test.ts, which
 * asks the installed espeak-ng about each again.
 */
const UNREAD = [
  '丆丷乄乊乛乤乥乧乬乮乯乲乺乻乼乽亪亽仒仩伬佦佨侤俧俬倿傦僲儏兙兡兯兺冃冧凖凧凩凪匁匂匇厁厑厼叾呚呣咜',
  '哖哘哛唜唟唥啹喸嗧嗭嗴嘥噺嚑嚒嚡囎囕囖圕圦圷圸垈垊垪垯垰垳埖堏堒堔塀塆塰墛墸墹壗壥壪壭夈夑夞夻奍妛娐',
  '娳婔婮婲媈媘媫嫲嬄嬜嬫嬳嬶孧尛尡屗屲屶屷岃岼岾峅崊崰嵜嵵嵶嵻嶶嶿巕巪巬巭巼幉幤幥庒廤廭彁彅徔徚忄怺怽',
  '怾恖恷愥慐懳扌扖抣拤挘挧捤掵掶掹揻揼摗撶擜擝攚敾斏旀旕暃曢曻朑朥朰杁杢杣杤杦枠枤枦枩柨栆栍栶桛桝桞梺',
  '梻椙椚椛椡椢椣椦椧椨椩椬楾楿榁榊榋榌槗槝槞槡樭樮樰橲橳橴橵橸橺橻檪檲櫊櫤櫦櫵櫷欌欍欕欟歄歚殝殱毜毝毟',
  '毮毶氞氵氺汢汣汼泹洜浌涥渏湪湭溂溄溊溋滧潈潉潱澚澛澝濏濵濸濹瀭瀮灐灜灳炚炞炿烥烪烮焁焑焒焹焽焾焿煀煯',
  '煶煷熍熕熖熴燝燞燵燶爎爘爠爦爫爳牗牜犞犭猠獇獤珯珱琑琒琻瑃瑡璍璓璤璴瓧瓩瓰瓱瓲瓸瓼甅畓畠畩疂癦癷睵瞣',
  '砛砽砿硓硘硛硳硴碵碷磗磮礀礂礢禙禣稥穃穒穝穦穯窤窧窽竍竏竓竔竕竡笂笹笽筺筽箮篐篒簓簗簯簱籂籎籏籖籡粀',
  '粂粌粏粐粩粫粬粭糀糘糬紦絋綛緕縅縇縨繌繧纐缼罀罉罖羪翶耂聁聓聢聣聨聺胿脋脌膒膤舤舮舿艈艔艝艠苆茐茒茾',
  '荢莵莻萙萞萟萡萢萣蒅蒊蒏蓙蓜蓞蓤蔶蕱薭藔藲藵蘒蘕蘰虄虅虲蛯蝊螁螦螧螩蟐蟵蠴衐衤袥袰裃裄裇褄褜褝襅襨襷',
  '襽覄訁誮謃謉謢贌贘趰踎躮躵躻躼躾軅軈轌辪辷辻込迌迚迲逧遖遤邜邤郒郮酛酜釒釻鈨鈩鈪鈫銯鋲鋴錺錻錿鍂鍅鎆',
  '鎺鎼鎽鎾鏯鏱鏲鐢鐣鑓鑦鑧閊閖閚閪闎闏闧陦陹隡霗霻靍鞆鞐鞰鞺韕韟颪飊駇駯駲髸魞魸魹鮖鮗鮘鮱鮲鮴鯂鯎鯏鯐',
  '鯑鯱鯲鯳鰘鰚鰰鱛鱜鱩鱪鱫鱰鳰鴫鵆鵇鵈鵤鵥鶍鶎鶑鶫麶',
].join('')

/** The characters of GBK, the repertoire that every Chinese voice is made for. */
export const READ_HAN = { first: 0x4e00, last: 0x9fa5 } as const

const unread = new Set(UNREAD)

/** Tells whether espeak-ng's Mandarin voice says this Chinese character. */
export function espeakReadsHan(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  return character === '〇' || (code >= READ_HAN.first && code <= READ_HAN.last && !unread.has(character))
}
