import { findMongod } from '../support/mongod.js';

/** Whether there is a mongod to start: these tests kill and freeze theirs, so a given one will not do. */
export const able = (await findMongod()).found;
