/** Thrown with every fault at once, each with the variable's name and what was expected. Values are never quoted. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Every fault in one message. */
export function configError(faults: readonly string[]): ConfigError {
  return new ConfigError(
    `The configuration is wrong; nothing was started.\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
  )
}
