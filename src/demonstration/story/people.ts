/** Everybody in the story who writes. All of them are invented, and so are their networks, streets and troubles. */
import type { InstitutionKey } from './words.ts';

export interface Person {
  id: string;
  handle: string;
  name: string;
  followers: number;
  verified: boolean;
}

const named: Readonly<Record<InstitutionKey, readonly string[]>> = {
  water: [
    'Wanjiku Kamwetu',
    'Otieno Jabuya',
    'Mama Baraka',
    'Kiptoo Lelmet',
    'Achieng Owiti',
    'Mwikali Ndunda',
    'Juma wa Ziwani',
    'Njoki M',
    'Barasa Wekulo',
    'Zainab Mwachiti',
    'Kevo Mtaani',
    'Sister Perpetua',
    'Wafula Simba',
    'Halima A.',
    'Muthoni the Baker',
    'Chebet Runs',
    'Omosh Fundi',
    'Nyambura G',
    'Twiga Court Residents',
    'Mzee Kobe',
    'Shiko Reads',
    'Dadi wa Kasuku',
    'Kasuku Clinic',
    'Faridah Said Omari',
  ],
  power: [
    'Uwase Divine',
    'Mugabo Eric',
    'Mama Keza',
    'Ineza Boutique',
    'Habimana Jado',
    'Umutoni Solange',
    'Nkusi Patrick',
    'Ingabire Aline',
    'Salon Kanyange',
    'Bizimana T.',
    'Mutoni Grace',
    'Kalisa Fabrice',
    'Iradukunda Ange',
    'Rwema',
    'Gatete wo mu Kibaya',
    'Abatuye Gitaba',
    'Nyiransabimana Beata',
    'Munezero Christian',
    'Ishimwe Kevin',
    'Cyusa Olivier',
    'Atelier Umusozi',
    'Mukamana Esp\u00e9rance',
  ],
  phone: [
    'Thandeka Mbhele',
    'Pieter v B',
    'Lerato M',
    'Sipho Ndlangisa',
    'Ayesha Parker-Davids',
    'Kagiso Motlhale',
    'Gogo Nomsa',
    'Riaan Duinebos',
    'Zinhle K',
    'Bongani wase Kwezi',
    'Palesa Writes',
    'Tannie Elsabe',
    'Mpho Taxi',
    'Naidoo & Sons',
    'Refilwe T',
    'Uncle Vusi',
    'Candice October',
    'Jabu Fixes Phones',
    'Nandi Dlomo',
    'Tebogo R',
    'Kwezi Park Watch',
    'Marlize Fourie-Nel',
  ],
};

/** Plain followers: most have few, some many. Where the queue stands they count for nothing. */
const followersOf = (index: number) => [41, 112, 8, 530, 77, 1_900, 230, 15, 64, 12_400][index % 10] ?? 0;

const handleOf = (name: string) =>
  name
    .normalize('NFD')
    .replace(/[^A-Za-z0-9 ]/g, '')
    .trim()
    .toLowerCase()
    .split(/ +/)
    .join('.');

const peopleOf = (key: InstitutionKey): Person[] =>
  named[key].map((name, index) => ({
    id: `person-${key}-${index}`,
    handle: handleOf(name),
    name,
    followers: followersOf(index),
    verified: index % 9 === 0,
  }));

export const people: Readonly<Record<InstitutionKey, readonly Person[]>> = {
  water: peopleOf('water'),
  power: peopleOf('power'),
  phone: peopleOf('phone'),
};

/** Read by half a country. */
export const star: Person = {
  id: 'person-star',
  handle: 'dj.mapozi',
  name: 'DJ Mapozi',
  followers: 412_000,
  verified: true,
};
/** Read by her daughter. */
export const lady: Person = {
  id: 'person-lady',
  handle: 'mrs.n.dlamini',
  name: 'Mrs N. Dlamini',
  followers: 3,
  verified: false,
};

/** All of them, by their ids. */
export const everybody: ReadonlyMap<string, Person> = new Map(
  [...people.water, ...people.power, ...people.phone, star, lady].map((person) => [person.id, person]),
);
