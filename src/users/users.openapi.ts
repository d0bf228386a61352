export { ABOUT_USERS, JOHN_WITH_EMAIL, NO_SUCH_USER, people as peopleDocument } from './openapi/people.js';
export { NAME, NEW_PASSWORD, register as registerDocument } from './openapi/register.js';
