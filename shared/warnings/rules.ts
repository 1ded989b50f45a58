/** A rule that finds warnings in one clause of a customer's text. */
export interface Rule {
  /** The kind of warning: docs/warnings.md has a row for each. */
  name: RuleName
  /**
   * Patterns of a regular expression, any of which is a warning, in a folded text (fold-text.ts): half width, lower case,
   * no apostrophes, simplified characters, with 不 for 唔, 无 for 冇, 点 for 啲, 别 for 咪, 了 for 咗, 的 for 嘅. In them
   * F stands for a food (foods-zh.ts, foods-en.ts), C for a word of care-words.ts, T for a thing (things.ts); X for any
   * character but a pause or a thing, Y for any but a food too; G8 for up to eight X without a turn (换, 多放 …); W3 for up
   * to three English words without either (extra, but …); E for the end of the clause. Every repetition has a bound, so
   * that time stays in proportion to the text.
   */
  find: readonly string[]
  /** False: no warning in a question about the food. */
  asked?: false
}
export type RuleName = 'allergy' | 'reaction' | 'care' | 'contact' | 'refused' | 'less' | 'except' | 'picture'

const raw = String.raw
/** Ends a refusal that stands after its food: `香菜不要了`, `香菜别放`, and not `香菜不要忘`. */
const AFTER_ZH = raw`(?=E|[了的吧啊呀哦喔哈嘛谢 、]|不|放|加|要|吃|可|行|来|去|拿|好)`
const CLEAN = raw`(?:锅|砧板|案板|菜板|铲)`
const PAN = raw`(?:pan|wok|pot|oil|fryer|F fryer|knife|board|chopping board|grill|griddle|surface)`

/** Begins no noun: `不要放在地上`, `别加急`. */
const NO_NOUN_ZH = '[在到回错乱歪地门热急快班价一着进前后左右上下里外中这那我你他她它旁边侧个点]|T'
/** Stands in what somebody is not to do, and in no food: `不要催`, `不要迟到`. */
const VERB_ZH =
  '[急催送慢快停吵闹打敲按叫喊来走上下去进出开关问说写看管理动碰摔压挤颠洒漏倒翻歪斜凉冷坨糊焦换改退忘错乱混等怕慌担紧客跟和谢找给拿接签收弄搞骗坑浪费重分合单钱太迟早晚在速闯超撞违变取消联系评图影照留存烫包装紧张担心生气介意嫌]'
const NO_NOUN_EN =
  '(?:need|rush|hurry|worr|problem|issue|thank|idea|one|body|more|less|longer|later|other|special|change|request|reason|doubt|matter|way|time|tip|charge|fee|fuss|drama|deal|stress|pressure|preference|comment|refund|substitut|replace|swap|sharing|smok|visitor|guest|hard|feeling|call|calling|knock|ring|contact|touch|delay|fail|signal|service|answer|reply|access|bother|hassle|mistake|limit|exception|particular|harm|luck|joke|shoe|noise|light|please|extra|thanks|further|waiting|wait|stopping|asking|kidding|additional)'

/** The table of all rules, and the place for a new one. A row's pattern is found anywhere in a clause. */
export const RULES: readonly Rule[] = [
  {
    name: 'allergy',
    find: [
      raw`过敏(?![原源])|敏感|不耐`,
      raw`(?:al+er?g|al+egi|alleg[iy])[yi][a-z]{0,4}|anaphyla|intoleran|hypersensitiv`,
      raw`\bsensitiv(?:e|ity) (?:to|stomach|gut)|F (?:issues?|problems?|sensitivity|reaction)\b`,
    ],
  },
  { name: 'allergy', find: [raw`过敏[原源]|致敏|\ballergens?\b`], asked: false },
  {
    name: 'reaction',
    find: [
      raw`[吃喝食沾碰闻饮]X{0,8}?[会就要便]X{0,6}?(?:痒|肿|吐|拉|泻|痾|疹|喘|晕|休克|窒息|难受|不舒服|头[疼痛]|肚|死|医院|急救|发作|胀|痛)`,
      raw`[吃喝食沾碰闻饮]X{0,12}?(?:起疹|出疹|风团|[嘴唇脸喉嗓眼]X{0,2}肿|休克|窒息)`,
      raw`FX{0,6}(?:反应|致命|要命|会死|出人命)`,
      raw`F (?:(?:will|would|could|can|may|might) )?kills?\b|\bkills? (?:me|him|her|us|my)\b|F (?:is|are) (?:very |really )?(?:poison|death|dangerous (?:for|to)\b)`,
      raw`\b(?:makes?|get) (?:me |him |her |us |them |my [a-z]{1,10} )?(?:very |really |so )?(?:sick|ill|itchy?|vomit|swell|unwell|throw up)\b`,
      raw`\breact(?:s|ion|ions)?(?: [a-z]{1,10}){0,2} to\b|\bswell(?:s|ing)?\b|\bthroat (?:closes?|swells?|itch)|\bvomit`,
      raw`\b(?:dies?|deadly|fatal|life[ -]threatening)\b`,
      raw`\bupsets? (?:my|his|her|our|the) (?:stomach|tummy)`,
    ],
  },
  {
    name: 'care',
    find: [raw`(?<!不是|不是个|用|不必|需|并非|不|要求|\b(?:not|no|non|nt|arent|isnt)(?: an?| strictly)?[ -])C`],
    asked: false,
  },
  {
    name: 'contact',
    find: [
      raw`同一?[个口只隻把块]{0,2}(?:锅|油|刀|砧板|菜板)|同锅|共用X{0,4}?(?:锅|油|刀|板|铲|炉|T)|交叉|微量|痕量`,
      raw`[洗刷换]X{0,5}?${CLEAN}|${CLEAN}X{0,6}?(?:洗|分开|换|单独|刷)|厨具X{0,3}洗`,
      raw`(?:干净|另外?|单独|专用|没[炒炸煮]过X{0,5})X{0,3}?锅|[炒炸煮]过X{0,6}?(?:锅|油|F)|单独(?:炒|做|煮|炸|一锅)`,
      raw`沾(?:到|上|了|有)G4F`,
      raw`\bcross[ -]?(?:T|contamin)`,
      raw`\b(?:same|shared?|separate|clean|different|another|dedicated|own|fresh|new)(?: [a-z]{1,10})? ${PAN}\b`,
      raw`\b(?:wash|clean|rinse|scrub|change)(?: [a-z]{1,10}){0,2} ${PAN}\b|\bshared (?:equipment|facility|utensils)|\bwipe down\b|\bsame F (?:as|used for|that)W4F`,
      raw`\b(?:fry|fried|cook|cooked|prepare|prepared)(?: it)? separately\b`,
      raw`\b(?:change|new|fresh|clean) (?:your )?T?gloves`,
    ],
  },
  { name: 'contact', find: [raw`\btraces?\b|\bmay contain\b|可能含`], asked: false },
  {
    // 不要香菜, 唔好落蒜, 走葱: the refusal stands before the food.
    name: 'refused',
    find: [
      raw`(?:不要|不耍|不想(?:要|吃|见|看)?到?|不需要?|[无毋]需|不用|不必|不使|不[吃喝食饮放加落撒淋洒沾碰见含爱愿宜搁来配抹涂刷拌带给]|甭|不喜欢?|不中意|不适合)G10F`,
      raw`(?:太?不太?[能会可得](?:吃|喝|食|放|加|有|含|见|碰|沾|接受)?|不可以|不[许准]|不接受|接受不了)G10F`,
      raw`不(?:另外?|额外|再|多|用|会)(?:加|放)G6F|不好(?:放|加|落|给|下|有|撒|混|再|整|搞|煮|用|拌|炒|太|咁)G10F|不好F`,
      raw`(?:别|勿|莫|毋|拒绝?|讨厌|厌恶|憎|嫌|反感|远离|避免|避开|剔除|撇[掉去]|省[略掉去]|略去|舍[去掉]|删[掉除去]|取消|慎[放食用]|没法吃|无法吃|[挑拣][出走掉去]|[换替]掉|换走)G10F`,
      raw`(?:受不[了得住]|吃不[了得来惯下]|食不[了得惯]|喝不[了得]|碰不得|见不得)G10F`,
      raw`(?<!是|能|会|好|可|行|对)不(?:太|要太|是太|咁)?F`,
      raw`(?:别|勿|不要|不好)(?:把|将)X{0,10}?FX{0,5}?(?:放|加|撒|混|落|搁)|[把将]X{0,8}?FX{0,4}?[去拿挑免减撇剔]`,
      raw`免(?:放|加|掉|去|下|落|添加)?F|(?<!行|逃|慢)走(?:埋|晒|掉|点|个|d|ed|all){0,2} ?F|走[青色底白黄]`,
      raw`(?<!过|出|回)去(?:掉|除|走|干净|一下|点|下|了|所有|全部|里面的?|埋){0,2}F|[戒忌禁]G4F`,
      raw`(?<!有)[无零](?:任何|添加|加|放|含|落|需){0,2}的?F|(?<![\d.:])0 ?F`,
      raw`(?:确保|确认|保证|必须|希望|最好|想要|要|换)X{0,6}?(?:没有?|无)X{0,5}?F`,
      raw`\b(?:dont|do not|cant|not) ?(?:放|加|要|吃|落|给)G4F`,
      raw`怕(?=F)(?!F(?:洒|凉|坨|漏|倒|冷|软|化))`,
      // Without a food, after a food that was asked about: 有蒜吗？有的话别放.
      raw`(?:不要|别|勿)(?:再)?(?:放|加)(?:了|的|吧|啊|呀|哦|谢谢?)?E`,
    ],
  },
  {
    // 香菜不要, 蒜就不用放了: the refusal stands after the food.
    name: 'refused',
    find: [
      raw`FY{0,6}?(?:不要|不耍|别|勿|不好|不用|不必|不能|不可以?|不准)(?:再|给我|帮我|太多|再给)?(?:放|加|有|吃|食|喝|碰|沾|撒|洒|落|给|多|太多|下|混|进|了|的|吧|啊|哦|喔|呀|谢|感谢|出现| ?E|[ 、])(?!T)`,
      raw`FY{0,6}?(?:免了?|免掉|走|去掉|去除|拿掉|拿走|[挑拣](?:掉|出|走|干净)|不行|不得|不可|不[放加落吃食喝爱碰]|不喜欢|吃不[了得]|受不了|食不得|碰不得|不接受|一律不|都不|戒|忌|零)${AFTER_ZH}`,
    ],
  },
  {
    name: 'refused',
    find: [
      raw`\b(?:no+|without|w/o|w/out|minus|sans|ex|ditch|scratch|lose|lay off|pass on|do without|omit|exclude|excluding|avoid|avoiding|remove|skip|hold|holding|non|zero|nix|86)[ -]?W3F`,
      raw`\b(?:leave|take|keep|pick) (?:out|off|away)W3F|\b(?:leave|keep|take|pick|hold)W3F (?:out|off|away)\b`,
      raw`F (?:be |is |are |being )?(?:left|taken|kept|held) (?:out|off|away|back)\b`,
      raw`\b(?:leave|take|keep|pick) (?:it|them|that|those) (?:out|off|away)\b`,
      raw`\b(?:dont|do not|doesnt|does not|cant|can not|cannot|couldnt|never|wont|will not|mustnt|must not|shouldnt|should not|not to|not|unable to|didnt|did not|refuse to)(?: really| ever| please| even| you| all| be| to){0,2} (?:eat|have|add|put|use|include|want|like|love|need|do|take|stand|handle|tolerate|digest|contain|touch|serve|mix|give|cook|consume|drink|send|throw|fancy|enjoy|containing|make it|allowed)W4F`,
      raw`\b(?:not|isnt|arent|nothing|none of|never)(?: (?:too|very|so|that|at all|any|overly|from|with|made|containing|cooked|in|the|as|super)){0,3} F`,
      raw`\b(?:eats? no|hates?|dislikes?|detests?|loathes?|despises?|cant do|off|not into|not a fan of|not keen on|aver(?:se|sion) to|away from|clear of|free of|free from)W2F`,
      raw`F ?[:=、-]{0,2} ?(?:is |are )?\b(?:no|none|nope|out|zero|not allowed|forbidden|banned|off limits)\b(?= ?(?:please|pls|plz|thanks|thank|at all)? ?(?:you)? ?E)`,
    ],
  },
  { name: 'refused', find: [raw`F[ -]free\b|(?<!\bmy )\b[gd]f\b`], asked: false },
  {
    name: 'less',
    find: [
      raw`(?<!多|至|不|缺|年|老)少(?:放|加|点|一点|一些|些|落|量|许|给点?|要|来点|的|一|下){0,3}(?:[一两半几](?:T|点|份|撮))?F|减(?:少|掉|半|点|些)?F`,
      raw`FY{0,4}?(?:少(?:放|加|一?点|一?些|许|量|来|给点?|落|下)|减(?:半|少|量|点)|[轻淡](?:一?点|一?些)|[少减](?= ?(?:E|[ 、])))`,
      raw`[不别勿]要?(?:放|做|弄|加|搞|整)?(?:得|的)?(?:太|那么|这么|过于?|咁)F`,
      raw`\b(?:less|low|minimal|minimum|reduced?|reducing|lower|fewer|light on|light|easy on|easy with|easy|ease up on|half|lighter on|cut down on|little to no|(?<!a )little(?! more| extra| bit)|half the)W2F`,
    ],
  },
  {
    name: 'except',
    find: [
      raw`除(?:了|去|开)?G6F|F(?:以外|除外|之外|例外)`,
      raw`\b(?:except|excluding|apart from|other than|besides|(?:everything|anything|all|whatever)(?: [a-z]{1,12})? but|bar)W3F`,
    ],
  },
  {
    // What no list knows, refused as food is: 不要放穿心莲, "no marzipan". Unsure, so a warning.
    name: 'refused',
    find: [
      raw`(?:不要|别|勿|不|不好)(?:再)?(?:放|加|撒|淋|拌)(?!${NO_NOUN_ZH}|${VERB_ZH})[一-鿿]`,
      raw`不(?:要|能|想)?[吃食](?!亏|饱|完|白|力|醋|苦|香|惊|早|晚|午|太|得|的|了|也|都|就|素)[一-鿿]`,
      raw`不要(?:(?!${VERB_ZH})[一-鿿]){1,4}(?:了|谢谢|哦|喔|的)?E`,
      raw`\b(?:no|without|w/o|omit|skip|skip the|hold the) (?:(?!${NO_NOUN_EN})[a-z]{3,15} ?){1,2}(?:please|pls|plz|thanks)?E`,
    ],
  },
  {
    name: 'picture',
    find: [raw`[❌❎✖✗✘🚫⛔🙅🈲]{1,3} ?(?:不要|no|不|别|放)? ?F|F{1,3} ?[❌❎✖✗✘🚫⛔🙅🈲]|F ?[×✕]E|(?<![\dF] ?)[×✕]F`],
  },
]
