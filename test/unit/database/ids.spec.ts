import { describe, expect, it } from 'vitest';
import { objectId, randomId } from '../../../src/database/ids.js';

const ID = /^[0-9a-f]{24}$/;

describe('objectId', () => {
  it('is 24 hex digits that begin with the second', () => {
    const id = objectId(Date.parse('2022-12-04T10:12:30.999Z'));
    expect(id).toMatch(ID);
    expect(Number.parseInt(id.slice(0, 8), 16)).toBe(Date.parse('2022-12-04T10:12:30Z') / 1000);
    expect(objectId()).toMatch(ID);
  });

  it('is never made twice, and belongs to one process', () => {
    const ids = Array.from({ length: 100_000 }, () => objectId(0));
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(ids.map((id) => id.slice(8, 18))).size).toBe(1);
  });

  it('grows with the seconds, and within one by one', () => {
    expect(objectId(1_000_000) < objectId(1_001_000)).toBe(true);
    const counters = Array.from({ length: 1000 }, () => Number.parseInt(objectId(0).slice(18), 16));
    const steps = counters.slice(1).map((counter, index) => (counter - (counters[index] ?? 0) + 0x1000000) % 0x1000000);
    expect(new Set(steps)).toEqual(new Set([1]));
  });
});

describe('randomId', () => {
  it('is 24 hex digits with nothing in common', () => {
    const ids = Array.from({ length: 1000 }, randomId);
    expect(ids.filter((id) => !ID.test(id))).toEqual([]);
    expect(new Set(ids.map((id) => id.slice(0, 8))).size).toBeGreaterThan(995);
    expect(new Set(ids.map((id) => id.slice(8, 16))).size).toBeGreaterThan(995);
    expect(new Set(ids.map((id) => id.slice(16))).size).toBeGreaterThan(995);
  });
});
