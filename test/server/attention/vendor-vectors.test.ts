import { expect, it } from 'vitest'
import { callAliyun } from '../../../server/attention/channels/aliyun/sign.ts'
import { atHome, e164 } from '../../../server/attention/channels/phone-number.ts'
import { callTencent } from '../../../server/attention/channels/tencent/sign.ts'
import { signTwilio } from '../../../server/attention/channels/twilio/sign.ts'

/** The vendors' own published examples; facts, of a few lines each, quoted with their source. */

it('Aliyun’s: ACS3, the example RunInstances', () => {
  // alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature, "Fixed parameter example" (read 2026-11)
  const { url, headers } = callAliyun({
    ...{ host: 'ecs.cn-shanghai.aliyuncs.com', action: 'RunInstances', version: '2014-05-26' },
    parameters: { RegionId: 'cn-shanghai', ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd' },
    ...{ keyId: 'YourAccessKeyId', keySecret: 'YourAccessKeySecret' },
    ...{ now: Date.parse('2023-10-26T10:22:32Z'), nonce: '3156853299f313e23d1673dc12e1703d' },
  })
  expect(url).toBe(
    'https://ecs.cn-shanghai.aliyuncs.com/?ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai',
  )
  expect(headers['Authorization']).toBe(
    'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;' +
      'x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
  )
})

it('Tencent’s: TC3, the example DescribeInstances', () => {
  // tencentcloud.com/document/api/1005/34678, "TC3-HMAC-SHA256 Signature Algorithm" (read 2026-11)
  const { headers } = callTencent({
    ...{ service: 'cvm', action: 'DescribeInstances', version: '2017-03-12', region: 'ap-guangzhou' },
    body: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
    ...{ secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE', secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE' },
    now: 1_551_113_065_000,
  })
  expect(headers['Authorization']).toBe(
    'TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, ' +
      'SignedHeaders=content-type;host, Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168',
  )
})

it('Twilio’s: a form that was posted', () => {
  // twilio-samples/api-snippets (MIT), security/signature_validation: the account’s token is 12345
  const fields = {
    ...{ CallSid: 'CA1234567890ABCDE', Caller: '+14158675310', Digits: '1234' },
    ...{ From: '+14158675310', To: '+18005551212' },
  }
  expect(signTwilio('12345', 'https://mycompany.com/myapp.php?foo=1&bar=2', fields)).toBe(
    'GvWf1cFY/Q7PnoempGyD5oXAezc=',
  )
})

it.each([
  ['13800138000', '+8613800138000', '13800138000'],
  ['+8613800138000', '+8613800138000', '13800138000'],
  ['8613800138000', '+8613800138000', '13800138000'],
  ['+14158675310', '+14158675310', '+14158675310'],
])('the number %s abroad and at home', (mobile, abroad, home) => {
  expect([e164(mobile), atHome(mobile)]).toEqual([abroad, home])
})
