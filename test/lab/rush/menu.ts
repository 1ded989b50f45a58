/** Dishes without a figure in their names, so that an order's number is found in a sentence. */
export const DISHES = [
  ...[
    '宫保鸡丁',
    '鱼香肉丝',
    '麻婆豆腐',
    '番茄炒蛋',
    '红烧肉',
    '酸辣土豆丝',
    '回锅肉',
    '蒜蓉西兰花',
    '干煸豆角',
    '水煮鱼',
  ],
  ...['牛肉面', '炸酱面', '凉皮', '米饭', '蛋炒饭', '珍珠奶茶', '可乐', '酸梅汤'],
] as const

/** What a customer must not get, in the words that the voice has to say. */
export const WARNED_OF = ['花生过敏', '海鲜过敏', '坚果过敏', '牛奶过敏', '鸡蛋过敏', '乳糖不耐受'] as const

/** Remarks that warn of `…`, among other words. */
export const REMARKS_THAT_WARN = ['对…', '…', '孩子…，谢谢师傅', '我…，餐具要两份', '多给一份米饭，家里老人…'] as const

/** Notes of a dish that a cook must hear. */
export const REFUSALS = ['不要香菜', '不要葱', '免辣', '不放花生', '不吃牛肉'] as const

/** Remarks that nobody has to hear. */
export const HARMLESS = ['多给餐具', '放门口就好', '麻烦快一点', '多放点汤', '米饭多一点，谢谢', '到了打电话'] as const
