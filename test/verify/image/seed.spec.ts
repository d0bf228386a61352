// The seed's samples, against the server in SEED_URL. seed.ts sets it.
import { Api } from '../../support/api.js';
import { seedTests } from '../../support/seed-tests.js';

const { SEED_URL = '' } = process.env;

seedTests({ url: SEED_URL, api: new Api(SEED_URL) });
