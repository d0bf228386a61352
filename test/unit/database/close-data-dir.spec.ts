import { chownSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { StartError } from '../../../src/config/start-error.js';
import { closeDataDir } from '../../../src/database/sqlite/close-data-dir.js';
import { folderOf, modeOf, placeFile } from '../../support/placed.js';
import { warnings } from '../../support/warned.js';

describe('a DATA_DIR that is ours', () => {
  it.each([
    ['755', '750'],
    ['777', '770'],
    ['2775', '2770'],
    ['701', '700'],
  ])('of rights %s is closed to other users, once, and the log says so', (mode, closed) => {
    const dir = folderOf(mode);
    for (const name of ['jwt-secret', 'todo.db', 'todo.db-wal', 'todo.db-shm', 'todo.lock'])
      placeFile(dir, name, { mode: '600', text: '' });
    const logged = warnings();
    for (let starts = 0; starts < 2; starts++) closeDataDir(dir);
    expect(logged).toEqual([`DATA_DIR ${dir} was open to other users; its rights are now ${closed}`]);
    expect(modeOf(dir)).toBe(closed);
  });

  it.each(['700', '770', '2770'])('of rights %s stays as it is', (mode) => {
    const dir = folderOf(mode);
    const logged = warnings();
    closeDataDir(dir);
    expect([logged, modeOf(dir)]).toEqual([[], mode]);
  });
});

describe('a DATA_DIR with files that are not ours', () => {
  it('is left open, and the log says so', () => {
    const dir = folderOf('755');
    placeFile(dir, 'index.html', { mode: '644', text: '' });
    const logged = warnings();
    closeDataDir(dir);
    expect(logged).toEqual([`DATA_DIR ${dir} is open to other users; run chmod o-rwx on it`]);
    expect(modeOf(dir)).toBe('755');
  });

  it('is refused when every user can write to it, as to /tmp', () => {
    const dir = folderOf('1777');
    placeFile(dir, 'index.html', { mode: '644', text: '' });
    expect(() => closeDataDir(dir)).toThrow(
      new StartError(`DATA_DIR ${dir} can be written by every user; run chmod o-rwx on it, or set another folder`),
    );
    expect(modeOf(dir)).toBe('1777');
  });
});

describe('a DATA_DIR of another user', () => {
  it.skipIf(process.geteuid?.() !== 0)('is left open even by root, and the log says so', () => {
    const dir = folderOf('755');
    chownSync(dir, 12_345, 12_345);
    const logged = warnings();
    closeDataDir(dir);
    expect(logged).toEqual([`DATA_DIR ${dir} is open to other users; run chmod o-rwx on it`]);
    expect(modeOf(dir)).toBe('755');
  });
});
