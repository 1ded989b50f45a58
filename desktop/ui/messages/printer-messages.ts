import type { CloudField, CloudService } from '../../core/cloud-accounts.ts'
import type { PrinterRole, PrintSettings } from '../../core/print-settings.ts'

/** The messages about ticket printers. */
export interface PrinterMessages {
  title: string
  when: string
  whens: Record<PrintSettings['when'], string>
  none: string
  address: string
  addressHint: string
  addressWrong: string
  add: string
  remove: string
  role: string
  roles: Record<PrinterRole, string>
  paper: string
  /** Shows what a ticket of this printer looks like, and hides it. */
  preview: string
  hidePreview: string
  /** The name of the picture, for who cannot see it. */
  previewLabel: string
  /** The account of this device at a service of cloud printers. */
  cloud: {
    fields: { [Service in CloudService]: Record<CloudField<Service>, string> }
    kept: string
    missing: string
    keep: string
    failed: string
  }
  beep: string
  drawer: string
  /** The printer does not answer when it is asked how it is: nobody is told that its paper is out. */
  silent: string
  test: string
  testing: string
  /** A test page was sent to it. */
  sent: string
  /** The test page was not printed; `why` is in words. */
  notPrinted(why: string): string
}
