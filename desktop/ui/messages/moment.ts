/** The moments of an order's life that its full view dates. `ready`: when it is promised to be ready. */
export type Moment =
  | 'created'
  | 'paid'
  | 'revived'
  | 'urged'
  | 'missed'
  | 'confirmed'
  | 'ready'
  | 'dispatched'
  | 'completed'
  | 'cancelled'
