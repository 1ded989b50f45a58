import type { MoneyWords } from './money-words.ts'

export const en: MoneyWords = {
  plan: {
    automatic: (amount) => `The server refunds ${amount} by itself`,
    by_hand: (amount) => `No automatic refund: you have to return ${amount} by hand`,
    unpaid: () => 'Not paid yet, so there is nothing to return',
    returned: () => 'All of the money is back at the customer already',
    unrecorded: () => 'The server has no record of this payment and refunds nothing',
  },
  slip: {
    automatic: (amount) => `${amount} refunded by itself`,
    by_hand: (amount) => `Return ${amount} by hand`,
    unpaid: () => 'Nothing to return',
    returned: () => 'Money is back already',
    unrecorded: () => 'No automatic refund',
    unknown: () => 'Refund not known',
  },
  refund: {
    in_review: (amount) => `${amount} waits for the operator’s decision`,
    under_way: (amount) => `The server is refunding ${amount}`,
    by_hand: (amount) => `You have to return ${amount} by hand`,
    failed: (amount) => `The automatic refund failed: you have to return ${amount} by hand`,
    done: (amount) => `${amount} refunded`,
  },
  part: (paid, refunded) => `${paid} paid, ${refunded} of it back`,
  unknownPart: 'the payment service returned a part and does not say how much; look there first',
  joined: (text, more) => `${text} (${more.join('; ')})`,
  notedBy: (name) => `noted as returned by hand by ${name}`,
  operator: 'the operator',
  unreachable: 'The server cannot be asked now whether the money goes back by itself or by hand',
  notTold: 'The server does not say how the money goes back',
}
