import type { WordsByCode } from './words-by-code.ts'

export const ZH_CN: WordsByCode = {
  body_not_json: [
    '请求正文不是有效的 JSON，或者在传输途中中断了。',
    '发送一个 JSON 值，并带上 `Content-Type: application/json`。检查多余的逗号、单引号和被截断的正文。',
  ],
  body_not_utf8: [
    '正文里有不是 UTF-8 的字节，或者半个代理对。如果悄悄替换，两个不同的文本会变成同一个。',
    '用 UTF-8 编码正文。截断文本时不要截在一个字符中间。',
  ],
  body_invalid: [
    '正文是 JSON，但不符合这个接口的要求。',
    '看回答里的 `faults`：每一项用路径指出一个字段，并说明哪里不对。全部字段见接口页面。',
  ],
  webhook_url_refused: [
    '服务器不向这个地址发送：它不是 https，指向内网，或者端口不允许。',
    '填写互联网能访问的地址。如果接收方就在服务器旁边，请运营者设置 `WEBHOOKS_ALLOW_PRIVATE` 或 `WEBHOOKS_ALLOW_HTTP`。',
  ],
  query_invalid: [
    '地址的一部分（路径或问号后面）不符合这个接口的要求。',
    '看回答里的 `faults`；特殊字符按 UTF-8 做百分号编码。',
  ],
  header_invalid: [
    '请求的一个头不能使用，多半是 `Idempotency-Key`。',
    '发送 1 到 255 个可见的 ASCII 字符，例如一个 UUID。',
  ],
  cursor_invalid: ['这个游标不是本服务器给出的，或者属于另一个列表。', '先不带游标从头读，然后原样交回得到的 `next`。'],
  unauthenticated: [
    '请求没有带密钥或令牌，或者它未知、已过期、已停用。',
    '用有效的密钥发送 `Authorization: Bearer …`。运营者用 `GET /v1/keys` 列出密钥；被停用的设备需要重新配对。',
  ],
  signature_missing: [
    '支付回调或平台的通知没有带签名头。',
    '确认发送方会签名，并且代理没有删掉它的头。密钥不能代替签名。',
  ],
  signature_invalid: ['签名与这些字节和这个密钥不符。', '核对两端的密钥，并确认途中没有改动正文：签名的是原始字节。'],
  timestamp_skew: [
    '回调里的时间与服务器的时间相差太远，像是被重放的请求。',
    '用 NTP 校准两台机器的时钟。每次发送都用当次的时间签名。',
  ],
  forbidden: [
    '密钥有效，但它的角色或门店不允许这个操作。',
    '换用有权限的角色的密钥：接口页面写明了每个接口允许谁。绑定了门店的密钥只能访问这些门店。',
  ],
  managed_by_operator: [
    '运营者没有把这一项交给门店：门店的设备不能修改。',
    '请运营者修改，或者请他打开门店的 `devicesManage`。',
  ],
  pairing_code_invalid: [
    '配对码不对、已经用过，或者超过了十分钟。',
    '重新生成一个（设置 → 设备，或 `npm run pairing-code`），并输入全部十二位数字。',
  ],
  refund_mark_not_allowed: [
    '这个门店不允许设备登记人工退款。',
    '由运营者登记，或者请他打开门店的 `shopMayMarkRefunds`。',
  ],
  route_unknown: ['这个地址没有接口。', '把方法和路径与接口页面核对。'],
  store_unknown: ['没有这个门店，或者密钥、设备不属于它。', '用 `GET /v1/stores` 列出你的密钥能看到的门店。'],
  order_unknown: [
    '没有这个订单，或者它属于你看不到的门店。',
    '使用 `POST /v1/orders` 回答里的 `id`，而不是订单号；按订单号查找用 `GET /v1/orders`。',
  ],
  reminder_unknown: ['没有这个提醒，或者它属于别的门店。', '用 `GET /v1/reminders` 列出未处理的提醒。'],
  device_unknown: ['没有这个设备，或者它属于别的门店。', '用 `GET /v1/stores/{id}/devices` 列出设备。'],
  contact_unknown: ['没有这个联系人，或者已经删除。', '用 `GET /v1/stores/{id}/contacts` 列出联系人。'],
  channel_unknown: ['没有这个通道，或者已经删除。', '用 `GET /v1/stores/{id}/channels` 列出通道。'],
  connector_unknown: [
    '没有这个连接器，或者已经删除。',
    '用 `GET /v1/stores/{id}/connectors` 列出连接器，并核对平台所调用的地址。',
  ],
  webhook_endpoint_unknown: ['没有这个 Webhook 端点，或者已经删除。', '用 `GET /v1/webhook-endpoints` 列出端点。'],
  event_unknown: [
    '没有这个事件，或者它太旧，已经删除。',
    '用 `GET /v1/events` 读取还保留着的事件；更早的情况请读订单。',
  ],
  link_dead: ['消息里的链接已经过期，或者后面已经没有要处理的事。', '打开最新的一条消息，或者在店里查看订单。'],
  payment_unknown: [
    '没有这笔支付，或者它属于别的门店。',
    '用 `GET /v1/payments` 或 `GET /v1/orders/{id}/payments` 列出支付。',
  ],
  api_key_unknown: ['没有这个密钥。', '用 `GET /v1/keys` 列出密钥；`id` 不是密钥本身。'],
  speech_off: ['运营者关闭了服务器的语音合成。', '使用设备自己的语音，或者在服务器上设置 `SPEECH`。'],
  speech_unavailable: [
    '服务器上没有 `espeak-ng`，或者没有这种语言的声音。',
    '在服务器上安装 `espeak-ng`，或者使用设备自己的语音。',
  ],
  provider_unknown: [
    '这个服务器没有设置这个名字的支付渠道。',
    '核对地址里的名字，并设置该渠道的变量；启动日志列出了已设置的渠道。',
  ],
  method_not_allowed: ['这个地址存在，但不接受这个方法。', '使用回答的 `Allow` 头里列出的方法。'],
  store_archived: [
    '运营者已停用这个门店。已经付款的订单仍然会响铃。',
    '不要再向顾客展示它，或者请运营者用 `archived: false` 恢复。',
  ],
  store_paused: [
    '门店暂时不接单；`until` 说明何时恢复。',
    '告诉顾客，并在 `until` 之后或收到 `store.resumed` 时，用同一个幂等键重发同样的请求。',
  ],
  order_number_taken: [
    '这个门店的另一个订单已经用了这个订单号。',
    '如果只是没收到回答，用同一个幂等键重发同样的请求。如果是另一个订单，请换一个订单号。',
  ],
  order_move_illegal: [
    '订单现在的状态不允许这一步；也许别人更快。',
    '读取订单：`status` 是它现在的状态，`detail` 说明哪一步不行。',
  ],
  order_not_payable: [
    '订单不在等待付款：已付款、已取消，或者不需要付款。',
    '发起支付前先读订单。已经到账的钱会保留下来，交给运营者处理。',
  ],
  order_not_under_way: [
    '只有在制作中的订单可以划掉菜品；这个订单还没有付款，或者已经结束。',
    '重新读取订单；不需要重发。',
  ],
  order_not_urgeable: [
    '只有在门店还没接单或还在制作时可以催单；这个订单已经过了这一步，或者没有付款。',
    '不再显示催单按钮，改为显示订单的状态。',
  ],
  reminder_needs_answer: [
    '新订单不能只点“知道了”：要么接单，要么拒单。',
    '用 `POST /v1/orders/{id}/confirm` 接单，或用 `…/reject` 拒单。',
  ],
  reminder_closed: ['提醒已经结束：别人已经处理，或者订单已取消。', '重新读取并显示结果。不需要重发。'],
  rehearsal_under_way: ['这个门店正在演练。', '等它结束：`GET /v1/stores/{id}/rehearsals/latest` 会说明。'],
  target_in_use: [
    '门店的通知策略用到了这个联系人或通道，删掉后就通知不到人了。',
    '先用 `PATCH /v1/stores/{id}/escalation` 把它从策略里去掉，再删除。',
  ],
  webhook_secrets_full: ['这个端点同时有效的密钥已经达到上限。', '等较早的密钥失效，或者下次用更短的 `overlapHours`。'],
  payment_decided: ['这笔支付不再等待决定：已经有人处理，或者钱已退回。', '读取这笔支付：`state` 说明结果。'],
  payment_not_applicable: [
    '这笔钱不能用来支付这个订单：金额或币种不同，或者订单不接受付款。',
    '看 `detail`。用于别的订单，或者退回。',
  ],
  refund_too_large: ['填写的金额超过了这笔支付剩下的部分。', '读取这笔支付，最多填写剩余金额；`detail` 说明还剩多少。'],
  refund_by_hand: [
    '服务器不能原路退回这个渠道的钱，或者渠道拒绝了。',
    '在渠道后台或店里退款，然后用 `POST /v1/payments/{id}/refunded-by-hand` 登记。',
  ],
  refund_amount_changed: [
    '应退金额在页面显示之后变了：另一部分已经退回。',
    '重新读取退款，核对顾客已经收到多少，再登记其余部分。',
  ],
  payment_conflict: [
    '渠道的这笔交易以前报告过，金额、币种或订单不同。以第一次报告为准。',
    '到渠道后台查这笔交易。如果第二次是对的，由运营者人工处理。',
  ],
  key_ended: ['这个密钥已停用、已过期，或者已被替换。', '用 `POST /v1/keys` 新建一个；列表里能看到它被哪个密钥替换。'],
  last_operator_key: ['没有这个密钥，就再也没有人能管理服务器了。', '先新建一个没有期限的运营者密钥，再停用这个。'],
  idempotency_key_reused: [
    '这个 `Idempotency-Key` 以前用于另一个请求。什么都没有执行。',
    '每件事用一个新的键，只有重发同样的请求时才用同一个键。',
  ],
  events_gone: [
    '这个游标之后的事件已经删除，或者数据库是从备份恢复的。',
    '重新读取你的订单，然后从这个回答的 `next` 继续。',
  ],
  body_too_large: ['正文超过了这个接口的上限。', '一次少发一些：一个订单最多 200 项，文本的长度见接口页面。'],
  media_type_unsupported: [
    '正文的类型、字符集或压缩方式不被接受。',
    '用 UTF-8 发送 `Content-Type: application/json`，不要带 `Content-Encoding`。',
  ],
  host_unknown: [
    '请求用了一个服务器不认识的主机名，就像恶意网页会做的那样。',
    '使用服务器已知的地址，或者请运营者把它写进 `PUBLIC_URL` 或 `ALLOWED_HOSTS`。',
  ],
  connector_body_unfit: [
    '平台的消息验证通过，但不能变成订单；`detail` 说明原因。',
    '修正映射，用 `POST /v1/connectors/{id}/dry-run` 试一试，然后让平台重发。',
  ],
  pairing_busy: ['此刻正在配对的设备太多。', '稍后再试；配对码仍然有效。'],
  rate_limited: [
    '这个调用方或这个地址一分钟内的请求超过了上限。',
    '按 `Retry-After` 等待，并减少请求：用带 `wait` 的 `GET /v1/events` 或 Webhook 代替轮询。',
  ],
  speech_busy: ['等待语音合成的句子太多。', '按 `Retry-After` 再试，或者使用设备自己的语音。'],
  urged_too_soon: ['不到一分钟前刚催过。门店已经听到了。', '过了 `retryMs` 再让顾客催；不要由程序自动重发。'],
  provider_refused: [
    '支付渠道拒绝发起这笔支付；`detail` 是渠道给出的原因代码。',
    '到渠道的文档查这个代码，修正订单或账户。原样重发还会被拒绝。',
  ],
  internal: [
    '服务器出错了。日志里有记录，编号是回答里的 `requestId`。',
    '用同一个幂等键再试一次。如果仍然出错，把 `requestId` 告诉运营者。',
  ],
  provider_unavailable: ['支付渠道没有回答，或者回答了故障。', '按 `Retry-After`，用同一个幂等键再试。'],
  speech_failed: ['语音合成失败。', '再试一次；如果仍然失败，看服务器的日志。'],
  still_working: [
    '回调正在记录，所需时间超过了一次回答能等的时间。它会继续完成。',
    '像支付渠道那样稍后重发回调：它只会记录一次。',
  ],
  storage_unavailable: [
    '数据库不能写入：磁盘已满、被锁住，或者连接断开。什么都没有改变。',
    '按 `Retry-After`，用同一个幂等键再试。运营者请看 `/readyz` 和磁盘。',
  ],
}
