import { findMongod } from '../support/mongod.js';

/** Whether there is a mongod to start. These tests kill and freeze theirs, so one that is given by its URI will not do. */
export const able = (await findMongod()).found;
