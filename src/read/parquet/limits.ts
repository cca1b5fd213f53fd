/** Largest page that is decompressed: DuckDB, which writes the largest ones, stays below 100,000,000 bytes. */
export const PAGE_LIMIT_BYTES = 100 * 1024 * 1024;

/** Decompressed pages and dictionaries held at a time, over all columns read. */
export const OPEN_PAGES_LIMIT_BYTES = 192 * 1024 * 1024;

/** Largest footer; one of 64 MiB describes millions of column chunks. */
export const FOOTER_LIMIT_BYTES = 64 * 1024 * 1024;

/** Largest page header, which may carry the smallest and the largest value of the page. */
export const HEADER_LIMIT_BYTES = 16 * 1024 * 1024;

/** Values of a page in an encoding that has to be decoded as a whole (the delta encodings and dictionaries). */
export const PAGE_VALUES_LIMIT = 16 * 1024 * 1024;

/** Deepest nesting of the schema. */
export const SCHEMA_DEPTH_LIMIT = 256;
