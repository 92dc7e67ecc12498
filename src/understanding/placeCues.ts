/** Words beside a name that say whether it is the name of a place. */
import { placeKey } from './placeWords.ts';

const setOf = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/).map(placeKey));

/** Words before a place, in the languages that we read. */
export const before = setOf(`
  in at near around from to on along outside inside behind opposite between of across towards within
  kwa katika hapa huku pale kule mjini eneo maeneo mtaa mtaani mitaa kaunti wilaya mkoa karibu kutoka toka hadi mpaka kijiji kata pande upande
  a au aux dans vers pres quartier commune ville de du depuis chez secteur
  i mu muri ku kuri akarere mukarere umurenge murenge akagari umudugudu umujyi intara hafi iwacu
  cikin garin unguwar jihar daga ni ilu ipinle adugbo na n steeti obodo for
  em no bairro cidade provincia desde perto esuka umjini`);
/** Words after one. */
export const after = setOf(`
  county district estate town village ward area state lga province subcounty sub constituency municipality city township suburb market centre center region
  sector cell hills heights phase stage junction roundabout flats extension kaunti mtaa campus bypass`);
/** Words before a name that make a person or a house of it. */
export const beforeOthers = setOf(
  `mr mrs ms miss dr prof hon eng bwana bi bibi mzee madam sir mama baba consultant agent advisor pastor bishop sheikh named called bank`,
);
/** Words after a name that make a company, a product or a country of it. */
export const afterOthers = setOf(
  `republic cement gold tea coffee juice sugar sukari milk times star stars united fc breweries airlines airways bank insurance sacco group limited ltd plc of`,
);
