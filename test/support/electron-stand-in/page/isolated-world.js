// Runs in every document before its own scripts, in a world of its own: what a sandboxed preload finds there.
;(token, preload) => {
  const apis = {}
  const listeners = new Map()
  const waiting = new Map()
  let last = 0
  const host = (message) => globalThis.standInHost(JSON.stringify(message))
  const tell = (message) => dispatchEvent(new CustomEvent(`${token}main`, { detail: JSON.stringify(message) }))
  const unpack = ({ callback, value }) =>
    callback === undefined ? value : (...args) => tell({ op: 'callback', index: callback, args })

  addEventListener(`${token}isolated`, async ({ detail }) => {
    const { id, key, name, args } = JSON.parse(detail)
    try {
      tell({ op: 'settle', id, ok: true, value: await apis[key][name](...args.map(unpack)) })
    } catch (error) {
      tell({ op: 'settle', id, ok: false, value: error.message })
    }
  })

  const ipcRenderer = {
    on: (channel, listener) => listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
    invoke: (channel, ...args) =>
      new Promise((resolve, reject) => {
        waiting.set(++last, { resolve, reject, channel })
        host({ id: last, channel, args })
      }),
  }
  globalThis.standInReceive = (channel, args) => {
    for (const listener of listeners.get(channel) ?? []) listener({}, ...args)
  }
  globalThis.standInReply = (id, ok, value) => {
    const { resolve, reject, channel } = waiting.get(id)
    waiting.delete(id)
    if (ok) resolve(value)
    else reject(new Error(`Error invoking remote method '${channel}': ${value}`))
  }
  const contextBridge = {
    exposeInMainWorld(key, api) {
      apis[key] = api
      tell({ op: 'expose', key, names: Object.keys(api) })
    },
  }
  const require = (name) => {
    if (name === 'electron') return { contextBridge, ipcRenderer }
    throw new Error(`module not found: ${name}`)
  }
  const module = { exports: {} }
  preload(require, module, module.exports)
}
