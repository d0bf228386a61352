import { BadRequestException } from '@nestjs/common';
import { countedAddress } from '../../http/request/client.js';
import type { Counted } from '../../limits/limits.js';
import { command, type Tools } from '../command.js';
import { LimitsInput } from '../dto/inputs.js';
import { LimitEntry } from '../dto/limit.entry.js';

const OPTIONS = {
  user: { value: 'user', about: 'what is counted for this user' },
  address: { value: 'address', about: 'what is counted for this address; with --user, for both together as well' },
};

/** The limits that the user, the address, or both together fall under. */
async function limitsOf({ auth, users, user }: Tools, input: LimitsInput): Promise<Counted[]> {
  if (input.user === undefined && input.address === undefined)
    throw new BadRequestException('--user or --address must be given');
  const address = input.address === undefined ? undefined : countedAddress(input.address);
  if (input.address !== undefined && address === undefined)
    throw new BadRequestException('--address must be an IP address');
  const found = input.user === undefined ? undefined : await user(input.user);
  return [...auth.limitsOf({ email: found?.email, address }), ...users.limitsOf({ userId: found?.id, address })];
}

export const limitCommands = [
  command({
    name: 'limits show',
    about: 'shows what is counted for a user or an address',
    options: OPTIONS,
    input: LimitsInput,
    async *run(tools, input) {
      for (const each of await limitsOf(tools, input)) yield LimitEntry.from(each, await tools.limits.find(each));
    },
    text: ({ limit, taken, most, endsIn }) =>
      `${limit}: ${taken} of ${most}${taken === 0 ? '' : `, for ${endsIn} s more`}`,
  }),
  command({
    name: 'limits clear',
    about: 'forgets what is counted for a user or an address, and shows what it was',
    options: OPTIONS,
    input: LimitsInput,
    async *run(tools, input) {
      for (const each of await limitsOf(tools, input)) {
        const entry = LimitEntry.from(each, await tools.limits.find(each));
        await tools.limits.reset(each.limit, each.key);
        yield entry;
      }
    },
    text: ({ limit, taken, most }) => `${limit}: cleared, it was ${taken} of ${most}`,
  }),
];
