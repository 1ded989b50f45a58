/** Words on paper in one language. */
export interface TicketWords {
  kind: Record<'kitchen' | 'customer' | 'cancel' | 'urge', string>
  /** By fulfilment; an unknown one is printed as its code. */
  fulfilment: Record<string, string>
  /** Marks a ticket as one of which another may exist. */
  reprint: string
  reprintHint: string
  warnings: string
  /** Foods by their picture, for the words of a warning. */
  pictures: Readonly<Record<string, string>>
  moreWarnings(count: number): string
  moreItems(count: number): string
  /** `more`: there are dishes that are not counted. */
  portions(count: number, more: boolean): string
  /** Puts a name in front of a text: `备注：…`. */
  labelled(label: string, text: string): string
  remark: string
  paidAt(time: string): string
  orderedAt(time: string): string
  printedAt(time: string): string
  number(number: string): string
  total: string
  customer: string
  phone: string
  address: string
  thanks: string
  urged(times: number): string
  stopCooking: string
  reason: string
  unprintable: string
  day: {
    title: string
    since(time: string): string
    until(time: string): string
    paid: string
    completed: string
    cancelled: string
    orders(count: number): string
    /** With the currency's code. */
    money(currency: string): string
    taken: string
    refunded: string
    owed: string
    unanswered(count: number): string
    signature: string
  }
  test: {
    title: string
    printer(name: string): string
    letters: string
    /** A text with warning, note and portions, as a ticket has them. */
    warning: string
    dish: string
    note: string
    edges: string
    good: string
  }
}
