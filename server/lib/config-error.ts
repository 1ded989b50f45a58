/**
 * A wrong configuration: lists every fault, each with the variable's name and the expected value. Never quotes values.
 */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Makes one {@link ConfigError} of all `faults`, for the caller to throw. */
export function configError(faults: readonly string[]): ConfigError {
  return new ConfigError(
    `The configuration is wrong; nothing was started.\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
  )
}
