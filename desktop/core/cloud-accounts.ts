/** The services of cloud printers, by the scheme of their addresses, and what an account there is made of; a secret last. */
export const CLOUD_SERVICES = { feie: ['user', 'ukey'], yilianyun: ['client_id', 'client_secret'] } as const
export type CloudService = keyof typeof CLOUD_SERVICES
export type CloudField<Service extends CloudService = CloudService> = (typeof CLOUD_SERVICES)[Service][number]

/** An account at a service: the fields that {@link CLOUD_SERVICES} names. */
export type CloudAccount = Readonly<Record<string, string>>

/** Finds the service of a printer's address, such as `feie://922500001`; `undefined`: it is no cloud printer. */
export function cloudServiceOf(address: string): CloudService | undefined {
  const scheme = address.split('://', 1)[0]
  return (Object.keys(CLOUD_SERVICES) as CloudService[]).find((service) => service === scheme)
}

/** Reads an account out of what a human or an environment gives; `undefined` where a field is empty. */
export function readCloudAccount(
  service: CloudService,
  field: (name: string) => string | undefined,
): CloudAccount | undefined {
  const entries = CLOUD_SERVICES[service].map((name) => [name, field(name)?.trim() ?? ''] as const)
  return entries.every(([, value]) => value !== '') ? Object.fromEntries(entries) : undefined
}
