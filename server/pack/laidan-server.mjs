#!/usr/bin/env node
// The program of the package `laidan-server`. It tells two faults of an installation in plain words, before anything
// that would only fail with a stack; everything else is the server's own affair.

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

/** @param {string} text */
function refuse(text) {
  process.stderr.write(`${text}\n`)
  process.exit(1)
}

if (major < 20 || (major === 20 && minor < 19)) {
  refuse(`laidan-server needs Node 20.19 or newer; this is ${process.versions.node}.`)
}
try {
  await import('../dist/server/main.js')
} catch (error) {
  if (!/bindings file|node_sqlite3/.test(String(error))) throw error
  refuse(
    [
      'The compiled part of the package sqlite3 is missing: npm did not run its install script, or could not compile it.',
      'It needs Python 3, make and a C++ compiler where no prebuilt one can be had. Then install again with',
      '  npm install --global --allow-scripts=sqlite3 <the package>',
    ].join('\n'),
  )
}
