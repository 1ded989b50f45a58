import { prepareDist, runElectronBuilder } from './dist.ts'

// `npm run dist`: the packages of this system, into dist/release. Arguments go to electron-builder: `-- --dir`, `-- -c.…`.

await prepareDist()
runElectronBuilder(process.argv.slice(2), process.env)
