/** Words beside a name that say whether it is the name of a place. */
import { placeKey } from './placeKey.ts';

const keysOf = (words: string): readonly string[] => words.trim().split(/\s+/).map(placeKey);

/** Words before a place, in the languages that we read. */
const before = keysOf(`
  in at near around from to on along outside inside behind opposite between of across towards within
  kwa katika hapa huku pale kule mjini eneo maeneo mtaa mtaani mitaa kaunti wilaya mkoa karibu kutoka toka hadi mpaka kijiji kata pande upande
  a au aux dans vers pres quartier commune ville de du depuis chez secteur
  i mu muri ku kuri akarere mukarere umurenge murenge akagari umudugudu umujyi intara hafi iwacu
  cikin garin unguwar jihar daga ni ilu ipinle adugbo na n steeti obodo for
  em no bairro cidade provincia desde perto esuka umjini`);
/** Words after one. */
const after = keysOf(`
  county district estate town village ward area state lga province subcounty sub constituency municipality city township suburb market centre center region
  sector cell hills heights phase stage junction roundabout flats extension kaunti mtaa campus bypass`);
/** Words before a name that make a person or a house of it. */
const beforeOthers = keysOf(
  `mr mrs ms miss dr prof hon eng bwana bi bibi mzee madam sir mama baba consultant agent advisor pastor bishop sheikh named called bank`,
);
/** Words after a name that make a company, a product or a country of it. */
const afterOthers = keysOf(
  `republic cement gold tea coffee juice sugar sukari milk times star stars united fc breweries airlines airways bank insurance sacco group limited ltd plc of`,
);

/** What a word beside a name tells. */
export const saysBefore = 1;
export const saysAfter = 2;
export const saysBeforeOthers = 4;
export const saysAfterOthers = 8;

/** By key, what the word tells beside a name: sums of the numbers above. */
export const placeCues: ReadonlyMap<string, number> = cuesOf([
  [saysBefore, before],
  [saysAfter, after],
  [saysBeforeOthers, beforeOthers],
  [saysAfterOthers, afterOthers],
]);

function cuesOf(lists: readonly (readonly [cue: number, keys: readonly string[]])[]): Map<string, number> {
  const cues = new Map<string, number>();
  for (const [cue, keys] of lists) for (const key of keys) cues.set(key, (cues.get(key) ?? 0) | cue);
  return cues;
}
