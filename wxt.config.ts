import { cp, mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { defineConfig } from 'wxt'
import { buildKernel } from './lib/knowledge/kernel/build'
import { PACKAGED_MODEL_FILES } from './models/catalogue'

const HELPDESKS = ['https://*.zendesk.com/*', 'https://*.freshdesk.com/*']

export default defineConfig({
  imports: false,
  targetBrowsers: ['chrome', 'firefox'],
  manifest: ({ browser }) => ({
    name: '__MSG_name__',
    description: '__MSG_description__',
    default_locale: 'en',
    permissions: ['storage', 'unlimitedStorage', ...(browser === 'firefox' ? [] : ['offscreen', 'sidePanel'])],
    host_permissions: HELPDESKS,
    content_security_policy: {
      extension_pages:
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'",
    },
    ...(browser === 'firefox'
      ? {
          sidebar_action: { default_panel: 'panel.html', default_title: 'Overdesk', open_at_install: false },
          browser_specific_settings: { gecko: { id: 'overdesk@overdesk.example', strict_min_version: '128.0' } },
        }
      : { minimum_chrome_version: '122', side_panel: { default_path: 'panel.html' } }),
    web_accessible_resources: [
      { resources: ['panel.html'], matches: HELPDESKS, ...(browser === 'firefox' ? {} : { use_dynamic_url: true }) },
    ],
    action: { default_title: 'Overdesk' },
    commands: { panel: { suggested_key: { default: 'Alt+Shift+O' }, description: '__MSG_command__' } },
  }),
  hooks: {
    'build:before': buildKernel,
    'build:done': async (wxt) => {
      const target = join(wxt.config.outDir, 'models')
      await mkdir(target, { recursive: true })
      for (const file of PACKAGED_MODEL_FILES) await cp(join('models/files', file), join(target, file))
    },
  },
  vite: ({ browser }) => ({
    // Firefox has no offscreen page: there the background runs the engine. Elsewhere it must not carry the models' code.
    resolve: {
      alias: { 'engine-in-background': resolve(browser === 'firefox' ? 'lib/engine/serve.ts' : 'lib/engine/elsewhere.ts') },
    },
    build: { target: 'es2022', modulePreload: false, sourcemap: false },
    worker: { format: 'es' },
  }),
})
