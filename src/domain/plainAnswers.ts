/** Short plain words by which an author says that something happened or did not, and what is said beside them out of courtesy: phrases between strokes, without capitals, accents and apostrophes. Data of `didItHappen`. */
const phrases = (text: string): string[] => text.split('|').map((one) => one.trim());

/** It happened: each language's own words, and nothing more. "Received", "got it" and "bien reçu" are left out: they are said of the answer that came, not of what was promised. */
export const yes = phrases(`
  yes | yep | yeah | yup | yes it did | it did | yes it is | it happened | yes it happened |
  it is done | its done | done | it was done | fixed | its fixed | it is fixed | its working now |
  it works now | done now | fixed now | confirmed | resolved | all good | all good now | its back | it is back |
  yes its back | yes it works | oui | oui cest fait | cest fait | cest regle | oui cest regle |
  cest arrive | oui cest arrive | cest bien arrive | oui cest bien arrive | oui bien arrive | ndiyo | ndio |
  ndiyo ilifanyika | ilifanyika | imefanyika | ndiyo imefanyika | imerudi | tayari | yego |
  yego byabaye | byabaye | byakozwe | yego byakozwe | byakemutse | e don happen | yes e don happen |
  e don do | dem don do am | yes o | yes oo | eh an yi | i an yi | an gyara | beeni | been ni |
  o ti sele | won ti se e | ee | ee emere ya | emela ya | አዎ | አዎን | ሆኗል | ተደርጓል | sim |
  sim aconteceu | aconteceu | esta feito | ja esta | resolvido | sim ja esta | foi resolvido
`);

/** It did not. */
export const no = phrases(`
  no | nope | nah | no it didnt | it didnt | it did not | no it did not | not yet | no not yet |
  still not | still nothing | nothing happened | nothing has happened | no nothing | never |
  it never happened | not at all | no it hasnt | it hasnt | still waiting | no still waiting |
  not done | its not done | it is not done | not fixed | its not fixed | no water | still no water |
  still no power | not working | still not working | not true | lies | non | pas encore |
  non pas encore | toujours pas | non toujours pas | toujours rien | rien du tout |
  ce nest pas fait | ce nest pas arrive | non ce nest pas arrive | rien | non rien | hapana |
  hapana haijafanyika | hapana haikufanyika | bado | hapana bado | haijafanyika | haikufanyika | si kweli |
  hakuna kitu | oya | ntibyabaye | oya ntibyabaye | ntibirakorwa | oya ntibirakorwa |
  e never happen | no e never happen | dem never do am | nothing happen | lie lie | aa |
  ba a yi ba | ba a gyara ba | tukuna | rara | bee ko | ko ti sele | won o se e | mba | o mebeghi |
  emebeghi ya | አይ | አይደለም | አልሆነም | ገና | nao | ainda nao | nao ainda nao | nao aconteceu |
  nao foi feito | continua na mesma
`);

/** Said beside an answer without changing it. A plea is none ("Yes please" asks for it still), nor "now" ("Oya now" says "come on" in Pidgin, and "oya" alone "no" in Kinyarwanda), and neither is what asks in a language ("ese" in Kinyarwanda). */
export const courtesies = phrases(`
  thanks | thank you | thank you very much | thanks a lot | many thanks | thank you so much |
  hi | hello | sir | madam | god bless | god bless you | much appreciated | merci |
  merci beaucoup | bonjour | asante | asante sana | habari | murakoze | murakoze cyane | muraho |
  na gode | nagode | daalu | imela | obrigado | obrigada | muito obrigado |
  muito obrigada | ola | አመሰግናለሁ | እናመሰግናለን | today | finally | this morning | at last |
  indeed | enfin | leo | sasa
`);
