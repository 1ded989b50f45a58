/** The WebSocket subprotocol; a breaking change is `reminder.v2`. */
export const SUBPROTOCOL = 'reminder.v1'
export const PROTOCOL_VERSION = 1

/** The largest frame in either direction, bytes of UTF-8. */
export const MAX_FRAME_BYTES = 16 * 1024
/** The most entries that a connection may have in flight: sent, and without an ack. */
export const WINDOW = 64
/** The server sends nothing more while this many bytes wait in a connection's send buffer. */
export const MAX_BUFFERED_BYTES = 256 * 1024
/** A connection with entries in flight and no progress of its acks for this long is closed with `slow`. */
export const ACK_TIMEOUT_MS = 30_000
/** Ping and heartbeat interval. Proxies cut after 60 s of silence, and a 60 s ping races them. */
export const HEARTBEAT_MS = 20_000
/** Either end gives the connection up after this long without a sign of life. */
export const SILENCE_MS = 45_000
/** The server waits this long for `hello`. */
export const HELLO_TIMEOUT_MS = 5_000
/** The largest backlog; a device further behind the head gets a snapshot instead of the entries. */
export const MAX_BACKLOG = 2_000
/** A heartbeat's head ahead of ours for this long means that a wake was lost: ask for `sync`. */
export const HEAD_LAG_MS = 5_000
/** Default bound of a client's first reconnect delay, spread uniformly so that a restart is no stampede. */
export const SPREAD_MS = 1_000
/** Reconnect delays: full jitter, `uniform(0, min(max, base · 2ⁿ))`. */
export const RECONNECT_BASE_MS = 500
export const RECONNECT_MAX_MS = 30_000
/** After this long in sync the reconnect delays start over. */
export const STABLE_MS = 30_000
/** The path of the WebSocket, on the server that also answers REST. */
export const SOCKET_PATH = '/v1/socket'
