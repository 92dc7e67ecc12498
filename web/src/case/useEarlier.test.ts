import { describe, expect, it } from 'vitest';
import { withoutLatest } from './useEarlier.ts';

describe('what came before the latest', () => {
  const idOf = ({ id }: { id: string }) => id;
  const item = (id: string, words = id) => ({ id, words });
  it('holds what slid out of the latest, and nothing twice', () => {
    const pages = [item('1'), item('2')];
    const seen = [item('3'), item('4')];
    expect(withoutLatest([...pages, ...seen], [item('4'), item('5')], idOf).map(idOf)).toEqual([
      '1',
      '2',
      '3',
    ]);
  });
  it('takes the page that was read again before what was seen once', () => {
    const found = withoutLatest([item('1', 'edited'), item('1', 'as it was')], [], idOf);
    expect(found).toEqual([item('1', 'edited')]);
  });
});
