/** Everything that may lie in the app's archive; the letters in the middle of a page's files are a hash. */
const EXPECTED = [
  /^package\.json$/,
  /^dist\/electron\/(main\.js|preload\.cjs)$/,
  /^dist\/electron\/renderer\/index\.html$/,
  /^dist\/electron\/renderer\/assets\/index-[\w-]{8}\.css$/,
  // The page's beginning, and the screens that come later.
  /^dist\/electron\/renderer\/assets\/[a-z-]+-[\w-]{8}\.js$/,
  /^dist\/electron\/renderer\/assets\/(new-order|urge|cancel|overdue|offline|notice)-[\w-]{8}\.wav$/,
]

/** What is in the archive and has no business there, and what should be in it and is not (`missing …`). */
export function strangers(paths: Iterable<string>): string[] {
  const all = [...paths]
  return [
    ...all.filter((path) => !EXPECTED.some((pattern) => pattern.test(path))),
    ...EXPECTED.filter((pattern) => !all.some((path) => pattern.test(path))).map((pattern) => `missing ${pattern}`),
  ]
}
