import type { PrinterMessages } from './printer-messages.ts'

export const printers: PrinterMessages = {
  title: 'Tickets on paper',
  when: 'When to print',
  whens: { off: 'Never', arrival: 'When an order comes', accept: 'When it is accepted' },
  none: 'No printer yet.',
  address: 'Address of a printer',
  addressHint:
    'A network printer: 192.168.1.50; port 9100 need not be written. One installed in the system: lp://NAME of its print queue (macOS, Linux). A cloud printer: feie://NUMBER (Feieyun), yilianyun://NUMBER (Yilianyun).',
  addressWrong: 'This is no address: write 192.168.1.50, or lp://kitchen.',
  add: 'Add',
  remove: 'Remove',
  role: 'For',
  roles: { front: 'Front desk (customer copy)', kitchen: 'Kitchen (kitchen copy)' },
  paper: 'Paper width',
  preview: 'Show a ticket',
  hidePreview: 'Hide the ticket',
  previewLabel: 'The ticket of a sample order, as this printer prints it',
  cloud: {
    fields: {
      feie: { user: 'Feieyun user (USER)', ukey: 'UKEY of the Feieyun account (not the KEY below the printer)' },
      yilianyun: { client_id: 'Application ID of your own application at Yilianyun', client_secret: 'Its secret' },
    },
    kept: 'The account is kept, on this device alone. Type another to replace it.',
    missing: 'No account yet: nothing will be printed.',
    keep: 'Keep the account',
    failed: 'It was not kept. Please try again.',
  },
  beep: 'The printer beeps with each ticket',
  drawer: 'Open the cash drawer with a customer copy',
  silent: 'This printer does not tell how it is: this device does not learn that its paper is out.',
  test: 'Print a test page',
  testing: 'Printing…',
  sent: 'The test page was sent; look at the paper.',
  notPrinted: (why) => `Not printed: ${why}`,
}
