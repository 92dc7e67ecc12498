/** Every text of the public pages in English. Another language is another table of the same shape (words.ts). */
import { en as calls } from './calls/en.ts';
import { en as promises } from './promises/en.ts';
import { numberIn, pluralIn } from './writing.ts';

export const en = {
  /** Of the switch at the top, for those who hear it. */
  languages: 'Language',
  foot: 'Made with Answerable',

  optional: 'optional',
  choose: 'Choose if it fits',
  topic: 'What is it about?',
  unit: 'Which branch or office?',
  place: 'Where is it?',
  placeHint: 'A street, a village, a stop: whatever helps to find it.',
  text: 'What happened?',
  textHint: 'Say what is wrong and what you need.',
  photo: 'Photos',
  photoHint: 'Up to three. Where and with what they were taken is removed.',
  who: 'Who are you?',
  whoHint: 'Leave both empty to stay anonymous. You can read our answer either way.',
  name: 'Your name',
  reach: 'How can we reach you?',
  reachHint: 'A phone number or an e-mail address. Only those who work on your case see it.',
  pin: 'PIN for your private page',
  pinHint: '4 to 8 digits, if others use your phone. It cannot be replaced when it is lost.',
  trap: 'Leave this empty',
  send: 'Send',
  privacy: (institution: string) => `Only ${institution} reads this. It is not published.`,

  closedTitle: 'This form is closed',
  closed: 'It takes nothing new at present. What was sent before is still being answered.',

  doorTitle: (institution: string) => `Go on in private with ${institution}`,
  doorIntro:
    'What you write here stands nowhere in public. You get a page of your own, on which you read our answer.',
  doorBlank: 'Nothing that was said so far is shown here: others know this address too.',
  doorText: 'What should we know?',
  doorTextHint: 'Your account or phone number, and where we find what you wrote about.',

  wrongTitle: 'It was not sent yet',
  wrong: 'Mend what is marked below, then send again. What you typed is still here.',
  photoAgain: 'Choose your photos again: a browser does not keep them.',
  textEmpty: 'Say what happened.',
  textLong: (most: number) =>
    `This is longer than ${numberIn('en', most)} characters. Shorten it, or send the rest afterwards.`,
  tooLong: (most: number) => `This is longer than ${numberIn('en', most)} characters. Shorten it.`,
  notOffered: 'Choose one of the list.',
  pinWrong: 'A PIN is 4 to 8 digits.',
  photosMany: 'Up to three photos can be sent at once.',
  photoLarge: 'A photo may have 10 MB. Choose a smaller one.',
  photoRefused: 'This is no photo that can be shown: send a JPEG, PNG or WebP.',
  photoLater: 'Photos cannot be taken just now. Send without them, and add them later on your private page.',
  trapFilled: 'A hidden field was filled in, as programs do it. It is empty again: press Send once more.',
  tooFast: 'That came faster than anybody types. Press Send once more.',
  tooOld: 'This page was open for too long. Press Send once more.',
  tooMuch:
    'A great deal is being sent from your network just now. Wait a few minutes, then press Send again.',
  tooMuchTitle: 'Too much at once',
  tooMuchUnread:
    'So much is sent from your network that nothing more is read for now. Go back: what you typed is still there. Try again in a quarter of an hour.',
  tooLarge: 'What you sent is too large. Go back, choose smaller photos, and send again.',
  awayTitle: 'Not now',
  away: 'Your words are not kept yet: our machine cannot take them just now. Wait a minute, then press Send again.',
  awayRead: 'Our machine cannot be reached just now. Load this page again in a minute.',
  unreadable: 'What came cannot be read. Go back and send it again.',

  lostTitle: 'There is nothing here',
  lost: 'The address is wrong, or the page behind it was closed. Look at it once more, letter by letter.',

  caseTitle: 'Your private page',
  caseWith: (institution: string) => `Your case with ${institution}`,
  keep: 'Keep the address of this page: it is the only way back to it. Whoever has it can read and write here.',
  keepNow: 'We have received it. Thank you.',
  caseNumber: (number: number) => `case ${number}`,
  state: 'How it stands',
  states: {
    received: 'Received',
    working: 'Being worked on',
    answered: 'Answered',
    settled: 'Settled',
  },
  stateHints: {
    received: 'It is in front of us and waits for its turn.',
    working: 'Somebody has taken it up.',
    answered: 'Read our answer below. Write back if it does not help.',
    settled: 'We think that this is done. Write back if it is not.',
  },
  since: (when: string) => `Since ${when}`,
  promised: 'What was promised',
  promisedNothing: 'Nothing so far.',
  conversation: 'What was said',
  you: 'You',
  deleted: 'Deleted',
  /** Stands in the posts for the name of a member. */
  staff: 'a member of staff',
  staffMasked: 'Names of our staff are left out here.',
  photoNumber: (n: number) => `Photo ${n}`,
  again: 'See what is new',
  writeBack: 'Write back',
  writeBackText: 'Your words',
  close: 'Close this page for good',
  closeHint: 'Nobody can open it again, you neither. What you wrote stays with us.',
  closeSure: 'Yes, close it',
  closedPageTitle: 'This page is closed',
  closedPage: 'Its address opens nothing any more. We still have what you wrote.',

  pinTitle: 'Your PIN, please',
  pinLabel: 'PIN',
  pinAsk: 'You chose a PIN for this page.',
  pinOpen: 'Open',
  pinNotRight: 'That is not the PIN.',
  pinLocked: (minutes: number) =>
    pluralIn('en', minutes, {
      one: `Too many wrong PINs. Try again in ${numberIn('en', minutes)} minute.`,
      other: `Too many wrong PINs. Try again in ${numberIn('en', minutes)} minutes.`,
    }),

  calls,
  promises,
};

export type Words = typeof en;
