import type { OpenAPIV3 } from 'openapi-types';
import { queryFromDto } from '../../openapi/from-dto.js';
import { inHeader } from '../../openapi/parameters.js';
import { AN_ID, TEXT } from '../../openapi/schemas.js';
import type { Headers, Parameter } from '../../openapi/types.js';
import { PageQuery } from '../page-query.js';

/** The words about the parameters that page a list. */
export const ABOUT_PAGES = {
  limit: {
    description:
      'the page size; without it the answer is the whole list, or a page of the default size if a cursor is sent',
    example: 20,
  },
  cursor: {
    description: 'the start of the page, as the Link header of the page before gives it',
    example: 'WyJHcnZYUmVmUjZTWjBpZ1FkIiwxNjcwMTY3ODk1MTk1LCI2MzhjYTg1MWZlYmM5ODQzN2UwOWRmMmEiXQ',
  },
};

/** The parameters that page a list. */
export const PAGE_PARAMETERS = queryFromDto(PageQuery, ABOUT_PAGES);

/** The parameters and the headers of a resource whose things have versions and are listed by pages. */
interface ResourceParts {
  IF_MATCH: Parameter;
  IF_NONE_MATCH: Parameter;
  IF_NONE_MATCH_OF_WRITE: Parameter;
  /** The headers of one thing, of a new one, and of a list. */
  TAGGED: Headers;
  ADDED: Headers;
  PAGED: Headers;
}

const A_TAG = '"1"';

/**
 * Describes these parts for one resource.
 * @param thing the name of one thing, such as `todo`
 * @param example the path of one thing below the prefix, in which each id is `AN_ID`
 */
export function resourceParts(thing: string, example: string): ResourceParts {
  const path = example.replaceAll(AN_ID, '[0-9a-f]{24}');
  const list = path.slice(0, path.lastIndexOf('/'));
  const ETAG: OpenAPIV3.HeaderObject = {
    description: `The strong entity tag of the version of the ${thing} after this request`,
    required: true,
    schema: { type: 'string', pattern: '^"[^"]+"$' },
  };
  const LOCATION: OpenAPIV3.HeaderObject = {
    description: `The path of the new ${thing}`,
    required: true,
    schema: { type: 'string', pattern: `^/.+/${path}$` },
    example: `/api/${example}`,
  };
  const LINK: OpenAPIV3.HeaderObject = {
    description: 'The next page; the last page has no such header',
    schema: { type: 'string', pattern: `^</.+/${list}\\?.+>; rel="next"$` },
  };
  return {
    IF_MATCH: inHeader('If-Match', {
      schema: TEXT,
      description: `the entity tags of the versions that you know, or *; the answer is a 412 if the ${thing} is at none of them any more`,
      example: A_TAG,
    }),
    IF_NONE_MATCH: inHeader('If-None-Match', {
      schema: TEXT,
      description: `the entity tags of the versions that you know; the answer is a 304 if the ${thing} is still at one of them`,
      example: A_TAG,
    }),
    IF_NONE_MATCH_OF_WRITE: inHeader('If-None-Match', {
      schema: TEXT,
      description: `entity tags of versions, or *; the answer is a 412 if the ${thing} is at one of them`,
      example: A_TAG,
    }),
    TAGGED: { ETag: ETAG },
    ADDED: { Location: LOCATION, ETag: ETAG },
    PAGED: { Link: LINK },
  };
}
