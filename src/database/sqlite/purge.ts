/** Expired rows that one write removes. Every other request waits while it runs. */
export const PURGED_AT_ONCE = 500;
