/** Modules that the messages plugin makes (`plugin.ts`). */
declare module 'virtual:messages/*' {
  const messages: Record<string, (values: object) => string>;
  export default messages;
}
