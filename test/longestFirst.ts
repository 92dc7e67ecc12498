import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take a minute and more, most of it waiting: begun last, one of them would run alone at the end while the other
 * workers have nothing left. A fresh checkout has no memory of how long a file took.
 */
const long = [
  'kills.servers',
  'faults.servers',
  'emailKills.servers',
  'spine.servers',
  'newcomer',
  'guides.servers',
  'backups',
  'demonstration',
  'upgrade',
  'desk',
  'publicForm',
  'search',
  'database',
  'backup',
].map((name) => `/${name}.test.ts`);

const rank = ({ moduleId }: TestSpecification): number => {
  const at = long.findIndex((end) => moduleId.endsWith(end));
  return at < 0 ? long.length : at;
};

/** The known long files first, the others in vitest's own order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const own = await super.sort(files);
    return own.toSorted((one, other) => rank(one) - rank(other));
  }
}
