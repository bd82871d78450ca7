/** class-transformer keeps its metadata here and does not export it; class-validator-jsonschema asks for it. */
declare module 'class-transformer/cjs/storage.js' {
  export const defaultMetadataStorage: unknown;
}
