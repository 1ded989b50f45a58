import type { PrintMessages } from './print-messages.ts'

export const printing: PrintMessages = {
  open: 'Print a ticket…',
  title: 'Print a ticket',
  copy: 'Copy',
  copies: { kitchen: 'Kitchen', customer: 'Customer' },
  paper: 'Paper',
  papers: { 58: '58 mm', 80: '80 mm' },
  print: 'Print',
  preview: 'The ticket as it will be printed',
  day: 'Print today’s report',
}
