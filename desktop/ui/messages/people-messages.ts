/** The words of the screen about people outside of the shop: who is told when nobody answers. */
export interface PeopleMessages {
  title: string
  lead: string
  loading: string
  failed(code: string): string
  /** The devices of this store may not change it. */
  readOnly: string
  open: string
  wizard: {
    title: string
    who: string
    name: string
    nameHint: string
    mobile: string
    mobileHint: string
    someoneNew: string
    by: string
    newChannel: string
    after: string
    afterMinutes(minutes: number): string
    afterLimit: string
    submit: string
    submitting: string
    again: string
    cancel: string
    missing: string
  }
  channelKinds: Partial<Record<string, string>>
  /** Where to find what a kind asks for. */
  channelHints: Partial<Record<string, string>>
  fields: Record<'url' | 'secret' | 'topic' | 'token', string>
  optional: string
  policy: string
  /** The beginning of a step in words; `minutes` are whole. */
  causes: Partial<Record<string, (minutes: number) => string>>
  unknownCause(cause: string): string
  tells: string
  repeated(minutes: number, most: number): string
  end: string
  endSure: string
  contacts: string
  noContacts: string
  verified(time: string): string
  unverified: string
  edit: string
  save: string
  remove: string
  removeSure: string
  keep: string
  inUse: string
  add: string
  channels: string
  noChannels: string
  secretsKept: string
  /** Lets this browser be pushed to, and the name of that way. */
  push: string
  pushing: string
  pushName(time: string): string
  pushFailed(why: string): string
  test: string
  testOf(channel: string): string
  progress: {
    queued: string
    sent: string
    /** The message has no link: the server knows no address that is reached from outside. */
    sentWithoutLink: string
    answered(time: string): string
    failed(why: string): string
    cancelled: string
  }
  codes: Partial<Record<string, string>>
  rehearsal: {
    title: string
    lead: string
    whom: string
    start: string
    running: string
    never: string
    at(time: string): string
    /** The steps of the scorecard. */
    spoken: string
    cut: string
    back: string
    told: string
    answered: string
    failed: string
    awaited: string
  }
  morning: {
    title: string
    lead: string
    on: string
    at: string
    to: string
    by: string
    off: string
    /** There is nobody, or no way, that it could go to. */
    needs: string
  }
  latest: string
  nothingTold: string
  causeNames: Partial<Record<string, string>>
  states: Partial<Record<string, string>>
  gone: string
}
