export interface MenuItem {
  label: string
  type: 'normal' | 'separator'
  enabled: boolean
  click(): void
}
export interface StandInMenu {
  items: MenuItem[]
}

/** Makes `Menu`, as a tray needs it. */
export function createMenu() {
  return {
    buildFromTemplate: (template: readonly Partial<MenuItem>[]): StandInMenu => ({
      items: template.map((item) => ({ label: '', type: 'normal', enabled: true, click() {}, ...item })),
    }),
  }
}
