import preact from '@preact/preset-vite';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compress } from './client/build/compress.ts';
import { integrity } from './client/build/integrity.ts';
import { withoutFiles } from './client/build/without-files.ts';
import { messages } from './client/messages/plugin.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path('client'),
  base: '/',
  plugins: [
    preact({ devToolsEnabled: false, reactAliasesEnabled: false }),
    messages(),
    withoutFiles(),
    integrity(),
    compress(),
  ],
  resolve: {
    alias: {
      // The package exports this build only to `require`, and only this build runs without WebAssembly.
      'libsodium-wrappers-umd': path('node_modules/libsodium-wrappers/dist/modules/libsodium-wrappers.js'),
    },
  },
  worker: {
    format: 'es',
    plugins: () => [withoutFiles()],
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  build: {
    outDir: path('dist/pages'),
    emptyOutDir: true,
    // Runs in Firefox ESR, which Tor Browser is made of, and on phones some years old.
    target: 'es2022',
    sourcemap: false,
    // A content security policy without `data:` and without inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // How long plugins take is nothing that whoever starts the server can do anything about.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  // Each page is a bundle of its own: what they share is in both, which saves a reporter a request.
  environments: {
    client: { build: { rolldownOptions: { input: { reporter: path('client/index.html') } } } },
    officer: {
      consumer: 'client',
      build: {
        emptyOutDir: false,
        rolldownOptions: { input: { officer: path('client/officer/index.html') } },
      },
    },
  },
  builder: {
    buildApp: async (builder) => {
      await builder.build(builder.environments['client']!);
      await builder.build(builder.environments['officer']!);
    },
  },
});
