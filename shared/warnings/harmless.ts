/**
 * Phrases that look like warnings and are none, patterns in a folded text (fold-text.ts). They are taken out before the
 * rules look, so that `不要忘了辣椒` refuses nothing. Every repetition has a bound.
 */
const raw = String.raw
/** A thought ends here. */
const END = raw`(?= *(?:$|[,.。;!|]))`
const ALLERGY_ZH = raw`(?:过敏|敏感|不耐受|忌口|戒口|禁忌)`
const OF_ALLERGY_ZH = raw`(?:史|情况|信息|食物|反应|原|源|物|体质|的东西|的食物|的)?`
const ALLERGY_EN = raw`(?:allerg(?:y|ies|ic)|alerg(?:y|ies|ic)|intoleran(?:t|ces?)|dietary (?:requirements?|restrictions?|needs))`
const NONE = raw`(?:无|没有?|否|暂无|不|\b(?:none|no|nil|nope|na|n/a|nothing)\b)`

/** An exception follows, which is what matters: `no allergies but shellfish`, `不过敏的只有米饭`. */
const EXCEPT_ZH = raw`(?!(?:的|[,，])?(?:但|除|只有|仅|唯))`
const EXCEPT_EN = raw`(?![ ,]{1,2}(?:[a-z]{1,12} ){0,4}(?:but|except|excluding|only|besides|apart|other than)\b)`

/** Nobody is allergic. */
const NO_ALLERGY = [
  raw`(?:没有?人?|无|不会?|不是|非|未)[任何什么食物药物品已知的别其他它特殊相关明显过往有对会]{0,6}${ALLERGY_ZH}${OF_ALLERGY_ZH}${EXCEPT_ZH}`,
  raw`${ALLERGY_ZH}${OF_ALLERGY_ZH}(?: ?[:=是为就都-]){0,2} ?${NONE}${END}`,
  raw`\b(?:allerg(?:y|ies|ens?)|dietary requirements?)(?: info)?(?: ?[:=-]| is| are){0,2} ?${NONE}${END}`,
  raw`\b(?:no|not|without|never|arent|isnt|zero|havent|non)(?: (?:any|known|food|other|a|really|particular|special|had|have|severe|specific|dietary|or|and|drug|current|actually)){0,4} ${ALLERGY_EN}${EXCEPT_EN}`,
  raw`\b(?:nobody|no one|none)(?: [a-z]{1,9}){0,4} ${ALLERGY_EN}${EXCEPT_EN}`,
  raw`(?:no|无|没有?) ?(?:过敏|allerg(?:y|ies))${END}`,
  raw`(?:价格?|价钱|时间|气味|声音|光线?|情绪|信息) ?(?:很|比较|非常)?敏感`,
  raw`\b(?:time|price|light|noise)[ -]sensitive`,
]

/** The refusal of a refusal: more of it, not less. */
const MORE = [
  raw`(?:不要|别|不好|不能|不可以?|不许|勿|莫)(?:再|又|给我|老是)?(?:忘记?|漏|少|省|落下|缺|不放|不加|不给|不记得|吝啬|小气|太少)了?`,
  raw`(?:汤水?|汁|饮料|奶茶|粥|水|茶|咖啡|豆浆)(?:都|也|千万){0,2}(?:不要|别|勿)(?:洒|撒|溢|漏|倒)`,
  raw`少不了|不能没有?|[无不]辣不[欢爽行]|不够辣|不怕|不忌(?!口)|不挑|百无禁忌|不介意|不在意`,
  raw`\b(?:dont|do not|never|please not)(?: you)?(?: ever)? (?:forget|skip|leave out|leave off|omit|hold back|hold|skimp|be shy|be stingy|go easy|go light|miss|worry)`,
  raw`\b(?:feel free|free to|free (?:delivery|drink|refill|gift)|for free)\b`,
  raw`\b(?:fine|ok|okay|good|cool|no (?:problems?|issues?|worries|worry|bother))(?: at all)?(?: (?:with|if|about|to)\b)?`,
  raw`\bnot(?: [a-z]{1,9})? enough\b`,
]

/** Words that begin like a refusal, and refusals of no food at all. */
const NO_REFUSAL = [
  raw`特别|分别|个别|级别|性别|区别|识别|差别|辨别|别的|别人|别处|别墅|别克|别致|告别|离别`,
  raw`免(?:费|密|单|签|打|运|邮|贵|扰|得|洗|提|税|息|检|押)`,
  raw`不(?:要紧|过去|好意思|错|急|客气|用谢|用找|够|同|如|论|管|仅|但|必须|该|知道?|确定|一定|少于|满意|放心|远|久)`,
  raw`要不(?=然|是|就|我|你)|对不起|没关系|没问题|没事|没收到|没给|没放|没有给|没有放|没有收到`,
  raw`多少|至少|不少|缺少|少等|少年|老少|少少|少侠|少爷|少数|少说|减少(?:包装|塑料|浪费|垃圾)`,
  raw`少(?:了|送|寄|装|拿|给(?!点|些|一点|我点|放))(?:了|一|两|几)?`,
  raw`走(?:路|廊|后门|侧门|前门|正门|楼梯|电梯|错|到|去|进|快|慢|过|上|下|开|运|东|西|南|北|左|右|\d|[a-z]座)`,
  raw`(?:出|过|回|进|上|下|送|拿|除|失|寄|远)去(?!掉|除)|去(?:年|买|拿|取|哪|到|找|那|边|公|前台|后|问|过|世|接|机场|医院|火)`,
  raw`禁(?:止|区|令|不住|停)(?!放|加|食|吃|用|辣)|门禁|忌(?:日|讳)|戒(?:指|备|烟)`,
  raw`无(?:聊|论|人|法|敌|所谓|语|线|要求|误|比|数|锡|疑)`,
  raw`(?<![?:=-] ?)\bno (?:thanks|thank you)\b`,
  raw`\bno (?:rush|hurry|one|longer|later|preference|comment|idea|reply|answer|signal|pressure|stress)\b`,
  raw`\bno need to (?!add|put|include|use)[a-z]{1,12}(?: [a-z]{1,12})?`,
  raw`\bno\.? ?\d`,
  raw`\b(?:hold|skip|avoid) (?:on\b|the (?:line|queue|lift|door|elevator|main|traffic))`,
]

export const HARMLESS: readonly string[] = [...NO_ALLERGY, ...MORE, ...NO_REFUSAL]

/** Polite requests: whoever asks for something to be done asks no question about the food. */
export const REQUESTS: readonly string[] = [
  raw`能不能|可不可以?|可否|能否|好不好|行不行|(?:可以|能)(?=[^,.。;!?|]{0,24}吗)|[好行]吗`,
  raw`\b(?:can|could|would|will) (?:you|i|we|it)\b`,
]

/** Questions about the food: whoever asks what is in it has not said what must not be. */
export const QUESTIONS: readonly string[] = [
  raw`要不要|是不是|会不会|有没有|有无|含不含|放不放|是否|吗|什么`,
  raw`\b(?:is|are|does|do) (?:it|this|that|there|the|these|those|you|they)\b|\b(?:what|which|whats)\b`,
]
