import type { Feed, News } from '../db/database.ts'
import type { Hub } from './hub.ts'

/** Interval of the looks, milliseconds: what another server has recorded rings here so much later at most. */
export const LOOK_EVERY_MS = 25

/** The parts of a server that hear of the work of others. */
export interface NewsListeners {
  hub: Pick<Hub, 'wake' | 'wakeAll' | 'hears' | 'head' | 'doubt'>
  /** Hears of everything that is not a log's growth. */
  gateway: { hear(news: Exclude<News, { topic: 'heads' }>): void }
}

/**
 * Looks once at what all servers of the database have written, and passes it on. A log's growth is believed as far as it
 * goes beyond what is known, so that news that come twice, late or of our own wake nobody. Rejects with
 * `storage_unavailable`; the next look begins where this one did.
 */
export async function followFeed(feed: Feed, { hub, gateway }: NewsListeners): Promise<void> {
  const { news, doubt } = await feed.look()
  if (doubt) {
    hub.doubt()
    hub.wakeAll()
  }
  for (const one of news) {
    if (one.topic !== 'heads') gateway.hear(one)
    else if (hub.hears(one.storeId) && one.head > hub.head(one.storeId)) hub.wake(one.storeId, one.head)
  }
}
