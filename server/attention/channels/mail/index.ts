import * as z from 'zod'
import type { ChannelAnswer, ChannelModule, Delivery } from '../port.ts'

const mailbox = z.email().max(254)

const settingsSchema = z
  .strictObject({
    host: z
      .string()
      .max(253)
      .regex(/^[A-Za-z0-9.-]+$/, 'must be the name of a mail server, such as smtp.qq.com'),
    /** 465: encrypted from the beginning; any other, such as 587, has to become so before a word is said. */
    port: z.int().min(1).max(65_535).default(465),
    user: z.string().regex(/^[^\p{Cc}]{1,254}$/u, 'must be the name of the account, on one line'),
    /** For most providers a code of its own (授权码), not the password of the mailbox. */
    password: z.string().min(1).max(200),
    /** The sender; left out: `user`. */
    from: mailbox.optional(),
  })
  .refine(({ user, from = user }) => mailbox.safeParse(from).success, {
    path: ['from'],
    message: 'must be the sender’s mailbox, where the account’s name is none',
  })

/** Mail by a server of the operator’s own choice (SMTP). */
export const mail: ChannelModule<z.infer<typeof settingsSchema>> = {
  kind: 'mail',
  settings: settingsSchema,
  host: ({ host }) => host,
  allowances: [{ most: 20, withinMs: 60_000 }],
  needs: 'email',
  request({ id, title, text, email }, { host, port, user, password, from = user }) {
    const domain = from.split('@')[1] ?? 'laidan.invalid'
    const messageId = `<${id}@${domain}>`
    return {
      mail: {
        ...{ host, port, user, password, from, subject: title, text, messageId },
        tls: port === 465,
        to: email ?? '',
      },
    }
  },
  read: readSmtp,
}

/** Reads the code of SMTP: 2xx has the mail, 4xx may have it later (RFC 5321, 4.2.1). */
function readSmtp({ status }: ChannelAnswer): Delivery {
  if (status >= 200 && status < 300) return { state: 'sent' }
  return { state: status >= 500 ? 'refused' : 'busy', code: `smtp_${status}` }
}
