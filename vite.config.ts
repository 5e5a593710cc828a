import preact from '@preact/preset-vite';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compress } from './client/build/compress.ts';
import { integrity } from './client/build/integrity.ts';
import { scanDecoders } from './client/build/scan-decoders.ts';
import { singleFile } from './client/build/single-file.ts';
import { usualRightsTexts } from './client/build/usual-rights.ts';
import { withoutFiles } from './client/build/without-files.ts';
import { messages } from './client/messages/plugin.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path('client'),
  base: '/',
  plugins: [
    preact({ devToolsEnabled: false, reactAliasesEnabled: false }),
    messages(),
    usualRightsTexts(),
    withoutFiles(),
    singleFile(),
    scanDecoders(),
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
    // The syntax of browsers of 2023, as is what client/start/able.ts looks for.
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
    client: {
      build: {
        rolldownOptions: {
          input: { reporter: path('client/index.html'), missing: path('client/missing/index.html') },
        },
      },
    },
    officer: {
      consumer: 'client',
      build: {
        emptyOutDir: false,
        rolldownOptions: { input: { officer: path('client/officer/index.html') } },
      },
    },
    // One script, so that it can be kept as one file.
    verify: {
      consumer: 'client',
      build: {
        emptyOutDir: false,
        // Both builds of libsodium are in it: kilobytes.
        chunkSizeWarningLimit: 2000,
        rolldownOptions: {
          input: { verify: path('client/verify/index.html') },
          output: { codeSplitting: false },
        },
      },
    },
    // What shows files: its code is under the path whose headers wall it off.
    view: {
      consumer: 'client',
      build: {
        emptyOutDir: false,
        assetsDir: 'view/assets',
        // What reads PDF is in it.
        chunkSizeWarningLimit: 3000,
        rolldownOptions: { input: { view: path('client/view/index.html') } },
      },
    },
  },
  builder: {
    buildApp: async (builder) => {
      await builder.build(builder.environments['client']!);
      await builder.build(builder.environments['officer']!);
      await builder.build(builder.environments['verify']!);
      await builder.build(builder.environments['view']!);
    },
  },
});
