/**
 * Words that warn by themselves: an illness with a diet, a pregnancy, a faith, a way to eat. In simplified characters;
 * `foldText` turns traditional ones into them.
 */
const ILLNESS_ZH = `
糖尿病 糖尿 血糖高 高血糖 控糖 痛风 尿酸 高尿酸 蚕豆病 蚕豆症 g6pd 乳糜泻 麦胶病 高血压 高血脂 胆固醇 肾病 肾衰 尿毒症 透析 肝病 胃病 胃炎 胃溃疡 胃不好 肠胃不好
肠炎 肠易激 克罗恩 哮喘 湿疹 荨麻疹 化疗 放疗 术后 手术 医嘱 医生说 医生话 医生让 医生交代 大夫说 服药 头孢 华法林 苯丙酮尿症 吞咽困难 免疫力低
低盐 低钠 低糖 低脂 低嘌呤 低蛋白 低碳水 无盐 少渣 流食 流质 忌口 戒口 辛辣刺激 生酮 癌症 病人餐 胰腺炎 胆囊炎 三高 糖友 脂肪肝 结石 肠胃炎 腹泻 妊娠`
const PREGNANCY_ZH = `孕妇 孕期 孕早期 孕中期 孕晚期 孕妈 孕妈妈 准妈妈 怀孕 怀了孕 有孕 有身孕 备孕 大肚婆 大肚 月子 坐月 坐月子 月子餐 哺乳 哺乳期 喂奶 母乳 产后 产妇 陀住`
const FAITH_ZH = `
清真 回民 回族 穆斯林 伊斯兰 犹太教 印度教 耆那教 佛教徒 信佛 吃素 食素 茹素 素食 素食者 纯素 全素 净素 蛋奶素 奶素 蛋素 五辛素 锅边素 食斋
吃斋 持斋 吃长斋 斋戒 斋期 斋日 斋月 开斋 早斋 午斋 全斋 素斋 斋菜 方便素 居士 出家人 戒荤 不吃荤 忌荤 素的 素餐 素菜餐`
const WORDS_EN = `
diabetic, diabetes, diabetis, coeliac, celiac, celiacs, gout, pregnant, pregnancy, expecting mother, breastfeeding, breast feeding, nursing mother, g6pd, epipen,
epi pen, anaphylaxis, anaphylactic, hives, rash, asthma, ibs, crohns, crohn, fodmap, low fodmap, hypertension, high blood pressure, high cholesterol,
kidney disease, kidney stone, chemo, chemotherapy, immunocompromised, dysphagia, pku, phenylketonuria, favism, low sodium, low salt, low sugar, low fat,
low carb, low purine, keto, doctor says, doctors orders, doctor said, unsweetened, unsalted, sugarless, eggless, meatless, boneless, skinless, deboned,
halal, kosher, muslim, islamic, jewish, hindu, jain, buddhist, vegan, vegetarian, veggie, vegetarians, vegans, pescatarian, plant based, plantbased, religious reason, ramadan, passover, sikh, acid reflux, gerd, ulcer, dialysis, blood thinner, warfarin, soft diet, low cholesterol, paleo,
dietary restriction, intolerance`

export const CARE_WORDS: readonly string[] = [
  ...[ILLNESS_ZH, PREGNANCY_ZH, FAITH_ZH].join(' ').trim().split(/\s+/),
  ...WORDS_EN.trim().split(/,\s*/),
]
