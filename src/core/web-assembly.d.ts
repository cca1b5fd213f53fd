/** The few parts of WebAssembly that are used here; TypeScript has them in its library for browsers only. */
declare namespace WebAssembly {
  interface Memory {
    readonly buffer: ArrayBuffer;
    /** Makes the memory larger by pages of 64 KiB; views of its buffer are void then. */
    grow(pages: number): number;
  }
  class Module {
    constructor(bytes: Uint8Array);
    readonly kind?: 'module';
  }
  class Instance {
    constructor(module: Module);
    readonly exports: object;
  }
  interface Global<Value = number> {
    readonly value: Value;
  }
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(
    bytes: Uint8Array,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ): Promise<{ readonly instance: { readonly exports: object } }>;
}
