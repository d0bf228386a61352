/** Text between the delimiters of a URI, which themselves must be percent-encoded in it (RFC 3986, sections 2.2 and 3.2.1). */
const CREDENTIAL = String.raw`(?:[^%:/?#[\]@]|%[0-9A-Fa-f]{2})`;
const HOST = String.raw`(?:[^:/?#[\]@,]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?`;

/**
 * A connection string of MongoDB that can be read in one way only. The driver also takes a password like `p@ss/word` and
 * reads a part of it as the host. We would then print that part and connect to it. The group `hosts` has no credentials.
 */
export const MONGODB_URI = new RegExp(
  `^mongodb(?:\\+srv)?://(?:${CREDENTIAL}*(?::${CREDENTIAL}*)?@)?(?<hosts>${HOST}(?:,${HOST})*)(?:[/?][^@]*)?$`,
);
