import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Response } from 'express';
import { expect, it } from 'vitest';
import { StreamTurns } from '../../../src/http/answer/stream-turns.js';

const anAnswer = () => new ServerResponse(new IncomingMessage(new Socket())) as Response;

it('a client that has gone takes no turn', async () => {
  const turns = new StreamTurns();
  for (let count = 0; count < 5; count++) {
    const gone = anAnswer();
    gone.destroy();
    await expect(turns.take('caller', gone)).rejects.toThrow();
  }
  await turns.take('caller', anAnswer());
});

it('a turn that is passed on to a client that goes at the same moment is not lost', async () => {
  const turns = new StreamTurns();
  const streaming = [anAnswer(), anAnswer(), anAnswer(), anAnswer()];
  for (const each of streaming) await turns.take('caller', each);
  const waiting = anAnswer();
  const turn = turns.take('caller', waiting);
  for (const each of [...streaming, waiting]) {
    each.destroy();
    each.emit('close');
  }
  await expect(turn).rejects.toThrow();
  for (let count = 0; count < 4; count++) await turns.take('caller', anAnswer());
});
