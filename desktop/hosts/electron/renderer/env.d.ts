declare module '*.wav?url' {
  const url: string
  export default url
}

interface Window {
  /** The preload script puts it there. */
  readonly laidan: import('../ipc/ipc-contract.ts').IpcPort
}
