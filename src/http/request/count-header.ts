/** How often a header is sent, from the raw headers of a request. The name must be in lower case. */
export function countHeader(rawHeaders: readonly string[], name: string): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const sent = rawHeaders[index];
    // Nearly every name has another length, so few are compared.
    if (sent?.length === name.length && sent.toLowerCase() === name) count++;
  }
  return count;
}
