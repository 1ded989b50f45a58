import { mountUi } from '../../../ui/app/mount.tsx'
import { createBridge } from './create-bridge.ts'
import { playSound } from './play-sound.ts'

const ipc = window.laidan
const surface = new URLSearchParams(location.search).get('surface') === 'alert' ? 'alert' : 'screens'

ipc.onPush((push) => {
  if (push.type === 'route') location.hash = push.screen
  if (push.type === 'ring') {
    void playSound(push.sound, push.volume).then((outcome) => ipc.call('rung', push.id, outcome))
  }
})
if (surface === 'screens') addEventListener('online', () => void ipc.call('online'))

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no #root')
mountUi(root, await createBridge(ipc), surface)
