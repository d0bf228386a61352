/** The versions of a resource at which a write may take place (RFC 9110, 13.1). */
export interface Versions {
  /** `If-Match`: the version must be one of these. Undefined: any version. */
  only?: readonly number[];
  /** `If-None-Match`: the version must be none of these. `*`: there must be no version at all. */
  except?: readonly number[] | '*';
}
