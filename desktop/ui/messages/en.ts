import { cleanLine } from '../../../shared/text.ts'
import { alert } from './en-alert.ts'
import { board, story } from './en-board.ts'
import { money } from './en-money.ts'
import { people } from './en-people.ts'
import { printing } from './en-print.ts'
import { printers } from './en-printers.ts'
import { report } from './en-report.ts'
import { settings } from './en-settings.ts'
import { shop } from './en-shop.ts'
import { soundCheck } from './en-sound-check.ts'
import { undo } from './en-undo.ts'
import type { Messages } from './messages.ts'

const FAILED: Record<string, string> = {
  unreachable: 'the server does not answer',
  unauthenticated: 'this device is not accepted any more',
  rate_limited: 'too many searches',
  host_failed: 'this device failed; the reason is in the logs',
}

export const en: Messages = {
  productName: 'Laidan',
  kind: {
    new_order: 'New order',
    urge: 'Customer is waiting',
    cancel: 'Order cancelled',
    missed: 'Missed order',
    refund: 'Refund',
    other: 'Reminder',
  },
  fulfilment: { delivery: 'Delivery', pickup: 'Pick-up', dine_in: 'Dine-in' },
  status: { 1: 'Unpaid', 2: 'To accept', 3: 'Accepted', 4: 'On its way', 5: 'Done', 6: 'Cancelled' },
  unknownStatus: (status) => `Status ${status}`,
  duration(seconds) {
    const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    if (hours > 0) return `${hours} h ${minutes} min`
    return minutes > 0 ? `${minutes} min ${rest} s` : `${rest} s`
  },
  and: ', ',
  nav: { label: 'Main', board: 'Board', history: 'History', settings: 'Settings', about: 'About' },
  alert,
  undo,
  plain: {
    title: 'The screen could not be drawn',
    what: 'Every order is below, to accept or reject. Open the screen again; if that does not help, send the logs to the operator.',
    reload: 'Open the screen again',
    notDrawn: 'This card could not be shown in full.',
  },
  late: {
    fetching: 'Opening…',
    failed:
      'This screen cannot be opened now: the server cannot be reached. It opens by itself once it can; orders ring as always.',
    gone: 'This screen cannot be opened. Open the whole screen again.',
  },
  board,
  story,
  money,
  history: {
    title: 'Order history',
    number: 'Order number (start or end)',
    phone: 'Phone number or its end',
    status: 'Status',
    all: 'All',
    from: 'From',
    to: 'To',
    between(from, to) {
      if (from !== undefined && to !== undefined) return `${from} to ${to}`
      return from !== undefined ? `From ${from} on` : `Up to ${to}`
    },
    search: 'Search',
    more: 'Earlier orders',
    nothing: 'No orders found.',
    loading: 'Searching…',
    found: (count) => (count === 1 ? '1 order shown' : `${count} orders shown`),
    failed: (code) => `Not available now (${FAILED[code] ?? code}). Please try again later.`,
    totals: {
      orders: (count) => (count === 1 ? '1 order in all' : `${count} orders in all`),
      taken: 'taken',
      refunded: 'refunded',
      owed: 'to be refunded',
    },
    answered: 'Answered by',
    export: 'Export',
    exporting: 'Exporting…',
    exportFailed: 'Not exported, please try again later.',
    fileName: 'laidan-order-history',
    columns: {
      number: 'Order number',
      status: 'Status',
      paid: 'Payment',
      fulfilment: 'Fulfilment',
      currency: 'Currency',
      amount: 'Amount',
      refunded: 'Refunded',
      owed: 'To be refunded',
      refund: 'Refund state',
      createdAt: 'Placed',
      paidAt: 'Paid at',
      confirmedAt: 'Accepted at',
      dispatchedAt: 'Sent out at',
      completedAt: 'Done at',
      cancelledAt: 'Cancelled at',
      answeredBy: 'Answered by',
      answeredAt: 'Answered at',
      customer: 'Customer',
      phone: 'Phone',
      address: 'Address',
      remark: 'Remark',
      reason: 'Reason',
      items: 'Dishes',
    },
  },
  settings,
  people,
  printers,
  report,
  pairing: {
    title: 'Pair with your store',
    lead: 'Ask your operator for a twelve-digit code, or paste the pairing link. It works once, for ten minutes.',
    codeOrLink: 'Pairing code or link',
    codeHint: 'such as 1234-5678-9012',
    server: 'Server address',
    serverHint: 'such as https://laidan.example.com',
    name: 'Name of this device',
    nameDefault: 'Front desk',
    nameHint: 'Others will see it, such as “Front desk” or “Kitchen”',
    pair: 'Pair',
    pairing: 'Pairing…',
    cancel: 'Keep the present pairing',
    faults: {
      code_shape: 'A pairing code has twelve digits.',
      server_missing: 'Enter the server’s address, beginning with http:// or https://.',
      name_missing: 'Give this device a name.',
      other_server: 'This link belongs to another server. Open it in the browser itself.',
    },
    codes: {
      pairing_code_invalid: 'This code is wrong, used or expired. Please ask for a new one.',
      rate_limited: 'Too many tries. Please wait a minute.',
      pairing_busy: 'Many devices are being paired just now. Please try again in a moment.',
      unreachable: 'The server does not answer. Check the network and the address.',
      server_invalid: 'This is no server address. It begins with http:// or https://.',
      not_a_server: 'Something answers at this address, but it is no Laidan server. Check the address.',
      host_failed: 'This device could not finish the pairing. Try again; the reason is in the logs.',
    },
    failed: (code) => `Pairing did not work (${code}).`,
  },
  printing,
  shop,
  soundCheck,
  about: {
    title: 'About Laidan',
    promise:
      'An order that nobody has answered keeps ringing until it is answered, cancelled or visibly expired. Being offline is announced too: silence never means “no orders”.',
    versions: 'Versions',
    device: 'This device',
    server: 'Server',
    logs: { electron: 'Open the folder of the logs', browser: 'Save the log' },
  },
  update: {
    title: 'Updates',
    off: {
      no_key: 'Off: this copy was built without a key to check updates with.',
      not_installed: 'Off: this copy was not installed, so nothing can replace it.',
      unpaired: 'Updates come from your store’s server. Pair this device first.',
    },
    current: 'This is the newest version for this device.',
    unknown: 'Not looked yet.',
    phase: {
      checking: 'Looking…',
      downloading: 'Fetching the new version…',
      ready: 'A new version is ready. It is installed by itself when no order has come for ten minutes.',
      installing: 'Installing. Laidan comes back by itself.',
    },
    readyByHand: 'A new version is ready. Install it when it suits you; the system may ask for a password.',
    fault: {
      unreachable: 'The server could not be reached. It is tried again later.',
      unsigned: 'What the server offers is not signed, so nothing was fetched.',
      bad_signature: 'What the server offers is not signed by the makers of this app, so nothing was fetched.',
      bad_manifest: 'What the server offers cannot be followed, so nothing was fetched.',
      stale:
        'The list of versions on the server has expired: its makers have to renew it. If today’s date on this computer is wrong, set that first.',
      superseded:
        'The server offers an older list of versions than this device has seen already, so nothing was fetched.',
      not_yet: 'The list of versions on the server is dated in the future: set the clock of this computer.',
      download: 'The new version could not be fetched. It is tried again later.',
      stalled: 'The server stopped sending. It is tried again later.',
      checksum: 'What was fetched is not what was announced; it was thrown away.',
      changed: 'What was fetched has changed on this computer; it is not installed.',
      install: 'The new version could not be installed; the one from before goes on.',
      failed: 'The update did not work. The logs tell more.',
    },
    checkedAt: (time) => `Last looked at ${time}`,
    check: 'Look now',
    install: 'Install now',
    waits: 'First answer what is waiting.',
    newIn: (version) => `New in ${version}`,
    seen: 'Got it',
  },
  lamps: {
    label: 'State of this device',
    close: 'Close',
    since: (time) => `offline for ${time}`,
    unlock: 'Turn sound on',
    unmute: 'Sound on',
    listen: 'Listen',
    settings: 'Settings',
    about: 'What is new',
    people: 'Choose now',
  },
  toasts: {
    closed: {
      acknowledged: 'answered',
      cancelled: 'needs no answer any more',
      expired: 'expired, nobody answered',
      closed: 'closed',
    },
    did: {
      confirm: 'accepted',
      reject: 'rejected',
      acknowledge: 'noted',
      dispatch: 'sent out',
      complete: 'completed',
      cancel: 'cancelled',
    },
    by: {
      device: 'another device',
      operator: 'the operator',
      customer: 'the customer',
      system: 'the system',
      other: 'somebody else',
    },
    refused: 'The server did not take that answer',
    refusedCodes: {
      order_move_illegal: 'the order was answered already',
      order_unknown: 'there is no such order',
      reminder_closed: 'this reminder is closed already',
      outbox_full: 'too many answers wait',
      unauthenticated: 'this device is not accepted any more',
      host_failed: 'this device could not send it; the reason is in the logs',
    },
    dismiss: 'Close',
  },
  order: {
    number: 'Order number',
    items: 'Items',
    remark: 'Remark',
    warnings: 'Attention',
    moreWarnings: (count) => (count === 1 ? 'and one more warning' : `and ${count} more warnings`),
    customer: 'Customer',
    reason: 'Reason',
    more: (count) => `and ${count} more`,
    whole: {
      read: (more) => (more > 0 ? `Whole order (${more} more)` : 'Whole order'),
      reading: 'Reading the whole order…',
      failed: 'It was not read. Try again',
      rest: 'more',
    },
    urged: (times) => (times === 1 ? 'asked once' : `asked ${times} times`),
    missed: 'Missed',
    cash: ({ fulfilment, payment = '' }) => {
      if (payment !== 'cash') return cleanLine(payment, 40)
      return fulfilment === 'delivery' ? 'Cash on delivery' : 'Cash'
    },
    revived: 'Paid late; order restored',
  },
}
