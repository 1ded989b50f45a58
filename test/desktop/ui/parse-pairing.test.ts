import { expect, it } from 'vitest'
import { parsePairing } from '../../../desktop/ui/pairing/parse-pairing.ts'

it.each([
  ['123456789012', { code: '123456789012' }],
  [' 1234-5678-9012 ', { code: '123456789012' }],
  ['１２３４ ５６７８ ９０１２', { code: '123456789012' }],
  ['https://laidan.example/?pair=1234-5678-9012', { code: '123456789012', server: 'https://laidan.example' }],
  // Of a server of an earlier version.
  ['123456789', { code: '123456789' }],
  [' 123-456-789 ', { code: '123456789' }],
  ['１２３ ４５６ ７８９', { code: '123456789' }],
  ['123–456–789', { code: '123456789' }],
  ['https://laidan.example/?pair=123-456-789', { code: '123456789', server: 'https://laidan.example' }],
  ['https://laidan.example/bell/?pair=1234-5678-9012', { code: '123456789012', server: 'https://laidan.example/bell' }],
  ['https://laidan.example/bell?pair=123456789', { code: '123456789', server: 'https://laidan.example/bell' }],
  ['http://10.0.0.2:8080/#pair=123456789', { code: '123456789', server: 'http://10.0.0.2:8080' }],
])('reads %j', (text, parsed) => {
  expect(parsePairing(text)).toEqual(parsed)
})

it.each([
  '',
  '12345678',
  '1234567890',
  '12345678901',
  '1234567890123',
  'abc',
  'https://',
  'https://laidan.example/',
  'javascript:alert(1)?pair=123456789',
])('reads nothing in %j', (text) => {
  expect(parsePairing(text)).toBeUndefined()
})
