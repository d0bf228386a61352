const TAGS = /^\s*(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"(?:\s*,\s*(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")*\s*$/;
const TAG = /(?:W\/)?"[^"]*"/g;

/** The tags in an `If-Match` or `If-None-Match` header (RFC 9110, 8.8.3). A malformed header has none, so nothing matches it. */
export const tagsOf = (header: string): string[] => (TAGS.test(header) ? (header.match(TAG) ?? []) : []);
