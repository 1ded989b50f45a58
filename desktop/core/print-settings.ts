import * as z from 'zod'

/** The moments at which an order's ticket is printed. arrival: when it comes. accept: when somebody has accepted it. */
export const PRINT_WHEN = ['off', 'arrival', 'accept'] as const

/** The places that a printer stands at. front: the customer's copy, for the bag. kitchen: what is to be cooked. */
export const PRINTER_ROLES = ['front', 'kitchen'] as const
export type PrinterRole = (typeof PRINTER_ROLES)[number]

/** The most printers of one device. */
const MOST_PRINTERS = 8

/**
 * An address: `tcp://192.168.1.50:9100` (9100 where no port is given), `lp://queue`, a print queue of the system, or
 * `feie://922500001` or `yilianyun://4004600000`, a printer of a cloud by its number.
 */
export const printerAddressSchema = z
  .string()
  .max(300)
  .refine((address) => Number(/:(\d+)$/.exec(address)?.[1] ?? 1) <= 65_535)
  .regex(
    /^(tcp:\/\/(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?|lp:\/\/[A-Za-z0-9_][A-Za-z0-9_.-]*|(feie|yilianyun):\/\/\d{4,20})$/,
  )

const off = z.boolean().catch(false)

const printerSchema = z.object({
  role: z.enum(PRINTER_ROLES),
  address: printerAddressSchema,
  /** Width of the paper, millimetres. */
  paper: z.literal([58, 80]).catch(80),
  /** Whether the printer answers when it is asked how it is. The test print learns it. */
  status: z.enum(['asks', 'silent']).catch('asks'),
  /** The printer's own beeper, before each ticket. */
  beep: off,
  /** The cash drawer that hangs on the printer, with each customer's copy. */
  drawer: off,
  /** The fulfilments that are printed here, such as `dine_in`; empty: all. */
  fulfilments: z.array(z.string().max(40)).max(10).catch([]),
})
export type PrinterSettings = Readonly<z.infer<typeof printerSchema>>

/** The printers of this device, and when they print. A printer that cannot be read is left out, and the others stay. */
export const printSettingsSchema = z
  .object({
    when: z.enum(PRINT_WHEN).catch('arrival'),
    printers: z
      .array(z.unknown())
      .catch([])
      .transform((all) => all.flatMap((one) => printerSchema.safeParse(one).data ?? []).slice(0, MOST_PRINTERS)),
  })
  .catch({ when: 'arrival', printers: [] })
export type PrintSettings = Readonly<z.infer<typeof printSettingsSchema>>

/** Finds the printer for a role and a fulfilment: the first that prints it; `undefined` where none does. */
export function findPrinter(
  { printers }: PrintSettings,
  role: PrinterRole,
  fulfilment: string,
): PrinterSettings | undefined {
  return printers.find(
    (printer) =>
      printer.role === role && (printer.fulfilments.length === 0 || printer.fulfilments.includes(fulfilment)),
  )
}
