import { seedTests } from '../support/seed-tests.js';
import { withApp } from '../support/with-app.js';

seedTests(withApp());
