/** The longest first or last name, in characters. */
export const NAME_MAX = 100;

/** The longest email address, in characters. SMTP carries no longer one (RFC 5321, section 4.5.3.1.3). */
export const EMAIL_MAX = 254;

/** The shortest password that can be set, in characters. */
export const PASSWORD_MIN = 8;

/** The longest password, in bytes of UTF-8. bcrypt ignores what follows, so a longer one is refused and never cut. */
export const PASSWORD_MAX_BYTES = 72;
