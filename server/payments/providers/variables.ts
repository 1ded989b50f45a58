import * as z from 'zod'

/** A configuration variable that may be left out. `meaning` stands in docs/configuration.md. */
export const optional = (meaning: string) => z.string().optional().describe(meaning)

/** A configuration variable for the address of a provider's API; its default is the real one. */
export const address = (url: string, meaning: string) => z.string().default(url).describe(meaning)

/** Configuration variables that providers share. They switch no provider on. */
export const sharedVariables = {
  PUBLIC_URL: optional(
    'address at which payment providers, and people by the links in messages, reach this server, such as https://bell.example.com; its path is the one below which a proxy shows it',
  ),
}

/** The names that a provider with these variables may read. */
export type VariableName<Variables> = (keyof Variables & string) | keyof typeof sharedVariables
