/** Prints its arguments and its standard input. */
let stdin = ''
for await (const chunk of process.stdin.setEncoding('utf8')) stdin += chunk
process.stdout.write(JSON.stringify({ args: process.argv.slice(2), stdin }))
