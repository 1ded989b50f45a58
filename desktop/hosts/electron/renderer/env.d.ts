declare module '*.wav?url' {
  const url: string
  export default url
}

interface Window {
  /** From the preload script. */
  readonly laidan: import('../ipc/ipc-contract.ts').Door
}
