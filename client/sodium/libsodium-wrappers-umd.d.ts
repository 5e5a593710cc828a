/** The UMD build of libsodium-wrappers: an alias in vite.config.ts, because its package does not export it. */
declare module 'libsodium-wrappers-umd' {
  import type { Sodium } from '../../crypto/sodium.ts';
  const sodium: Sodium;
  export default sodium;
}
