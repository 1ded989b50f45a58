/** A field of a channel's settings. `secret`: it is typed unseen where others may look on. */
export interface ChannelField {
  name: 'url' | 'secret' | 'topic' | 'token'
  secret?: true
  optional?: true
}

/** The kinds of channels that a screen can set up, in the order in which it offers them, with the fields of each. */
export const CHANNEL_KINDS: Readonly<Record<string, readonly ChannelField[]>> = {
  wecom: [{ name: 'url' }],
  dingtalk: [{ name: 'url' }, { name: 'secret', secret: true }],
  feishu: [{ name: 'url' }, { name: 'secret', secret: true }],
  ntfy: [{ name: 'url' }, { name: 'topic' }, { name: 'token', secret: true, optional: true }],
  webhook: [{ name: 'url' }, { name: 'secret', secret: true }],
}

/** The server that a topic is at, unless a shop has one of its own. */
export const NTFY_SERVER = 'https://ntfy.sh'

/** Random bytes of a topic: whoever knows it reads along. */
export const TOPIC_BYTES = 12

/** Writes a topic that nobody guesses out of random bytes. */
export function topicOf(bytes: Uint8Array): string {
  return `laidan-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** Drops the fields that were left empty, and the blanks around the others. */
export function settingsOf(kind: string, typed: Readonly<Record<string, string>>): Record<string, string> {
  const fields = CHANNEL_KINDS[kind] ?? []
  const entries = fields.map(({ name }) => [name, (typed[name] ?? '').trim()] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== ''))
}

/** Finds the fields that still have to be filled. */
export function missingIn(kind: string, typed: Readonly<Record<string, string>>): ChannelField['name'][] {
  const settings = settingsOf(kind, typed)
  return (CHANNEL_KINDS[kind] ?? [])
    .filter(({ name, optional }) => optional !== true && settings[name] === undefined)
    .map(({ name }) => name)
}
