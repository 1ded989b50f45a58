/** The commands of the server's program, as it lists them. */
export const USAGE = `laidan-server [--new]         starts the server; --new also where the database is gone, with an empty one
laidan-server backup FILE     copies the database to FILE; the server may run
laidan-server restore FILE    puts a backup in the place of the database; the server must not run
laidan-server pairing-code    prints a code that pairs one device with the running server; behind it, the id of a store
                              other than the first
laidan-server keys list|create|revoke|rotate   the keys of programs and people; the server may run. A lost key of the
                              operator: keys create operator --name NAME
laidan-server copy-to-postgres URL   copies the SQLite database of DATA_DIR to the PostgreSQL database at URL (default:
                              DATABASE_URL), which must be empty; no server must run
laidan-server first-keys      makes the first store and keys of a PostgreSQL database; the servers may run
laidan-server new-epochs      after PostgreSQL was restored from a backup: resets every device; no server must run
laidan-server explain --at 12:31   what happened in that minute: devices, what rang where, whom the server told;
                              --store takes the id of a store other than the first, --minutes more than one
laidan-server events --tail   the latest events, and each as it is told; without --tail, all that are kept; --store takes
                              the id of one store
laidan-server --version, --help

--attached, for a program that starts the server: it ends in good order when its standard input does.
Settings are environment variables. DATA_DIR (default: data) is the folder of the database, PORT and HOST say where the
server listens, DATABASE_URL is a PostgreSQL database in place of the file.`

/** A wrong command line. The message names the fault and lists the commands. */
export class UsageError extends Error {
  override name = 'UsageError'
  constructor(fault: string) {
    super(`${fault}\n\n${USAGE}`)
  }
}
