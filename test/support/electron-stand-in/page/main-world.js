// Runs in every document before its own scripts, in the page's world: puts up what the preload exposes.
// The two worlds share the DOM and no objects; what crosses is JSON, functions cross as numbers.
;(token) => {
  const callbacks = []
  const waiting = new Map()
  let last = 0
  const tell = (message) => dispatchEvent(new CustomEvent(`${token}isolated`, { detail: JSON.stringify(message) }))
  const pack = (value) => (typeof value === 'function' ? { callback: callbacks.push(value) - 1 } : { value })

  const handlers = {
    expose({ key, names }) {
      const api = {}
      for (const name of names) {
        api[name] = (...args) =>
          new Promise((resolve, reject) => {
            waiting.set(++last, { resolve, reject })
            tell({ id: last, key, name, args: args.map(pack) })
          })
      }
      Object.defineProperty(globalThis, key, { value: Object.freeze(api), enumerable: true })
    },
    settle({ id, ok, value }) {
      const { resolve, reject } = waiting.get(id)
      waiting.delete(id)
      if (ok) resolve(value)
      else reject(new Error(value))
    },
    callback({ index, args }) {
      callbacks[index](...args)
    },
  }
  addEventListener(`${token}main`, ({ detail }) => {
    const message = JSON.parse(detail)
    handlers[message.op](message)
  })
}
