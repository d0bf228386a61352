import { command } from '../command.js';
import { SessionInput, UserInput } from '../dto/inputs.js';
import { SessionEntry } from '../dto/session.entry.js';

export const sessionCommands = [
  command({
    name: 'sessions list',
    about: 'lists the sessions of a user, at most 1,000, the last to expire first',
    operand: 'user',
    input: UserInput,
    async *run({ auth, user }, input) {
      const { id } = await user(input.user);
      for (const session of await auth.sessionsOf(id)) yield SessionEntry.from(session);
    },
    text: ({ id, expiresAt }) => `${id}  until ${expiresAt}`,
  }),
  command({
    name: 'sessions end',
    about: 'ends one session',
    operand: 'session',
    input: SessionInput,
    async *run({ auth, operator }, { session }) {
      yield SessionEntry.from(await auth.endSession(session, operator));
    },
    text: ({ id, userId }) => `Session ${id} of user ${userId} is ended`,
  }),
];
