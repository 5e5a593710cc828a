/** The UMD build of libsodium-wrappers: an alias in vite.config.ts, because its package does not export it. */
declare module 'libsodium-wrappers-umd' {
  export { default } from 'libsodium-wrappers';
}
