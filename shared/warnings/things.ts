/**
 * Words that are no food: whoever refuses them refuses no food. A refusal does not reach over them: `不要餐具香菜多放`,
 * "no cutlery, extra onions".
 */
const THINGS_ZH = `
餐具 筷子 筷 勺子 勺 汤勺 匙 叉子 叉 刀叉 刀子 吸管 饮管 纸巾 餐巾 餐巾纸 面纸 湿巾 手套 牙签 袋子 袋 胶袋 塑料袋 塑胶袋 保温袋 包装 包装盒
打包盒 饭盒 餐盒 碗 盘子 碟 盖子 盖 杯子 杯套 订书 订书机 发票 收据 收条 小票 票 单据 名字 姓名 价格 价签 价钱 卡片 贺卡 蜡烛 电话 来电 短信
信息 微信 门 门口 门铃 门禁 大门 敲 铃 钟 对讲 保安 前台 管理 管理处 大堂 电梯 楼梯 楼 楼上 楼下 走廊 车 停车 车位 停 路 马路 通道 骑手 外卖员 外送员
小哥 师傅 地上 地面 桌 柜 柜子 外卖柜 快递柜 冰箱 冰柜 鞋柜 菜单 饭店 面馆 酒店 餐厅 店 水杯 茶几 茶杯 奶瓶 好评 差评 活动 赠品 会员 优惠 券 钱
备注 狗 猫 宠物 消防`
const THINGS_EN = `
cutlery, utensil, fork, knife, knives, spoon, soup spoon, teaspoon, chopstick, straw, napkin, tissue, wipe, bag, plastic, plastic bag, paper bag,
packaging, container, box, boxes, lid, cup, plate, bowl, glove, toothpick, receipt, bill, invoice, coupon, voucher, cash, change, card, candle,
note, name, price tag, door, doorbell, bell, knock, buzzer, intercom, gate, lobby, lift, elevator, stairs, stair, call, phone, text, message,
ring, parking, park, driveway, street, road, lane, entrance, entry, building, apartment, flat, floor, room, shop, market, restaurant, store,
reception, receptionist, driver, rider, courier, delivery, line, queue, dog, cat, traffic, review, contact`
/** Words that have a food's character in them and are none; a refusal may reach over them. */
const NEUTRAL_ZH = `
外面 里面 上面 下面 对面 前面 后面 侧面 背面 表面 见面 当面 面交 面对 方面 页面 路面 全面 面积 面前 加油 油漆 麻烦 麻将 肉麻 麻木 麻利 点菜 上菜 出菜
做菜 菜品 菜色 菜式 奶奶 皮肤 皮鞋 调皮 刺眼 讽刺 混蛋 笨蛋 滚蛋 完蛋 牛逼 牛人 吹牛 粉红 粉色 甜蜜 甜美 心酸 酸痛 敲门砖 酒窝 骨折 冰凉 冰冷 豆豆
肝胆 粉碎 面子 面试 面议 情面 饭点 饭后 饭前 汤匙 冰冻 茶水间 菜鸟 油费 姜太公 走路 味道`
/** Streets and shops are named after food: what stands before one of these is no food. */
export const PLACE_AFTER_ZH =
  /^(?:店|馆|铺|档|摊|路|街|巷|村|城|园|厂|旁|隔壁|楼|柜|箱|缸|盒|碗|杯|袋|盘|碟|桶|勺|叉|刀|纸|券|价|先生|女士|小姐|太太|老师|阿姨|师傅|总|姐|哥|叔)/
export const PLACE_AFTER_EN =
  /^(?:s|es)? (?:shop|store|market|street|st|road|rd|lane|avenue|bar|house|place|restaurant|spoon|bowl|cup|stall|stand|truck|building|tower)(?![a-z])/

export const THINGS: readonly string[] = [...THINGS_ZH.trim().split(/\s+/), ...THINGS_EN.trim().split(/,\s*/)]
export const NEUTRAL: readonly string[] = NEUTRAL_ZH.trim().split(/\s+/)

/** Foods as pictures, without the variation selectors that `foldText` drops. */
export const FOOD_PICTURES: readonly string[] = [
  ...'🥜🌰🦐🦞🦀🦑🐙🐟🐠🐡🍣🍤🦪🥚🍳🥛🧀🧈🐷🐖🐽🥓🍖🍗🥩🐄🐮🐂🐃🐑🐐🐏🐔🐓🦆🌶🧄🧅🍄🍅🥕🌽🥔🍆🥒🥬🥦🫑🍑🥭🍓🍍🥝🍌🍎🍏🍊🍋🍇🍉🍒🥥🥑🍞🥖🌾🍚🍜🍝🍯🧂🧊🍷🍺🍻🍶🥃🍸🍫🍦🍨🍰☕🌿🫘🫛🫚🦴',
]
