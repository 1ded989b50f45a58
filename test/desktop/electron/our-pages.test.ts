import { describe, expect, it } from 'vitest'
import { CONTENT_SECURITY_POLICY, fileFor, isOurPage } from '../../../desktop/hosts/electron/protocol/our-pages.ts'

const FOLDER = '/opt/laidan/renderer'

describe('the app’s own scheme', () => {
  it('serves what is in its folder', () => {
    expect(fileFor('app://laidan/index.html?surface=alert#x', FOLDER)?.path).toBe(`${FOLDER}/index.html`)
    expect(fileFor('app://laidan/assets/urgent%20x.wav', FOLDER)).toEqual({
      path: `${FOLDER}/assets/urgent x.wav`,
      type: 'audio/wav',
    })
  })

  it.each([
    'app://laidan/..%2fmain.js',
    'app://laidan/..%2f..%2f..%2fetc%2fpasswd.html',
    'app://laidan/assets/..%2f..%2f..%2frenderer-of-another/index.html',
    'app://laidan/assets/..%5c..%5cmain.js',
    'app://laidan/C:%2Fsecret.html',
    'app://laidan/index.html%00.png',
    'app://laidan/%E0%A4%A.html',
    'app://laidan/',
    'app://laidan/main.js.map',
    'app://evil/index.html',
    'file:///opt/laidan/renderer/index.html',
    'https://laidan/index.html',
    'not an address',
  ])('serves nothing for %s', (url) => expect(fileFor(url, FOLDER)).toBeUndefined())

  it.each(['app://laidan/../main.js', 'app://laidan/%2e%2e/main.js', 'app://laidan/a/../../../main.js'])(
    '%s, which every URL parser folds, stays in the folder',
    (url) => expect(fileFor(url, FOLDER)?.path).toBe(`${FOLDER}/main.js`),
  )

  it.each([
    ['app://laidan/index.html', true],
    ['app://laidan.evil.example/', false],
    ['app://laidan:80/', false],
    ['https://laidan/', false],
    ['file:///laidan', false],
    ['', false],
  ])('%s is a page of ours: %s', (url, ours) => expect(isOurPage(url)).toBe(ours))

  it('lets a page load nothing from elsewhere, and speak to nobody', () => {
    expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'")
    expect(CONTENT_SECURITY_POLICY).toContain("connect-src 'none'")
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*|https?:/)
  })
})
