import { BadRequestException } from '@nestjs/common';
import { SignUpDto } from '../../users/dto/sign-up.dto.js';
import { nameOf } from '../../users/user.js';
import { command, type UserName } from '../command.js';
import { ListUsersInput, RenameInput, SetPasswordInput, UserInput } from '../dto/inputs.js';
import { UserEntry } from '../dto/user.entry.js';

const NAMES = {
  firstName: { value: 'name', about: 'the first name; an empty one clears it' },
  lastName: { value: 'name', about: 'the last name; an empty one clears it' },
};

/** One line: the id, the email, and the names if there are any. */
function line(user: UserEntry): string {
  const names = nameOf(user) === user.email ? [] : [nameOf(user)];
  return [user.id, user.email, ...names, ...(user.disabled ? ['(disabled)'] : [])].join('  ');
}

const sentence = (rest: string) => (user: UserName) => `User ${user.email} (${user.id}) ${rest}`;

const cleared = (name: string | null | undefined) => (name === '' ? null : name);

export const userCommands = [
  command({
    name: 'user list',
    about: 'lists the users by their emails',
    options: { disabled: { about: 'only those who are disabled' } },
    input: ListUsersInput,
    async *run({ users }, { disabled = false }) {
      for await (const user of users.all()) {
        const entry = UserEntry.from(user);
        if (entry.disabled || !disabled) yield entry;
      }
    },
    text: line,
  }),
  command({
    name: 'user show',
    about: 'shows a user',
    operand: 'user',
    input: UserInput,
    async *run({ user }, input) {
      yield UserEntry.from(await user(input.user));
    },
    text: (entry) =>
      Object.entries(entry)
        .map(([name, value]) => `${name.padEnd(10)} ${String(value)}`)
        .join('\n'),
  }),
  command({
    name: 'user create',
    about: 'adds a user, also with REGISTRATION=closed',
    operand: 'email',
    options: NAMES,
    takesPassword: true,
    input: SignUpDto,
    async *run({ users, user, operator }, input) {
      const { id } = await users.register(input, operator);
      yield UserEntry.from(await user(id));
    },
    text: sentence('is registered'),
  }),
  command({
    name: 'user rename',
    about: 'changes the names of a user',
    operand: 'user',
    options: NAMES,
    input: RenameInput,
    async *run({ users, user, operator }, { user: named, firstName, lastName }) {
      if (firstName === undefined && lastName === undefined)
        throw new BadRequestException('--first-name or --last-name must be given');
      const { id } = await user(named);
      const names = { firstName: cleared(firstName), lastName: cleared(lastName) };
      yield UserEntry.from(await users.rename(id, names, operator));
    },
    text: line,
  }),
  command({
    name: 'user disable',
    about: 'signs a user out everywhere and lets them in no more; their data stays',
    operand: 'user',
    input: UserInput,
    async *run({ account, user, operator }, input) {
      const { id } = await user(input.user);
      yield UserEntry.from(await account.disable(id, operator));
    },
    text: sentence('is disabled'),
  }),
  command({
    name: 'user enable',
    about: 'lets a disabled user in again, with the same password',
    operand: 'user',
    input: UserInput,
    async *run({ users, user, operator }, input) {
      const { id } = await user(input.user);
      yield UserEntry.from(await users.enable(id, operator));
    },
    text: sentence('is enabled'),
  }),
  command({
    name: 'user set-password',
    about: 'sets the password of a user and signs them out everywhere',
    operand: 'user',
    takesPassword: true,
    input: SetPasswordInput,
    async *run({ account, user, operator }, { user: named, password }) {
      const { id } = await user(named);
      yield UserEntry.from(await account.setPassword(id, password, operator));
    },
    text: sentence('has a new password'),
  }),
  command({
    name: 'user sign-out',
    about: 'signs a user out everywhere',
    operand: 'user',
    input: UserInput,
    async *run({ auth, user, operator }, input) {
      const found = await user(input.user);
      await auth.endSessions(found.id, operator);
      yield UserEntry.from(found);
    },
    text: sentence('is signed out'),
  }),
  command({
    name: 'user erase',
    about: 'erases a user and all their data, as DELETE /users/me does',
    operand: 'user',
    question: ({ id, email }) =>
      `Erase user ${email} (${id}), with their todos and everything else? This cannot be undone.`,
    input: UserInput,
    async *run({ account, user, operator }, input) {
      const found = await user(input.user);
      await account.erase(found.id, operator);
      yield UserEntry.from(found);
    },
    text: sentence('is erased'),
  }),
];
