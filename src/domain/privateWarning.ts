/** What is suggested to answer somebody who showed everybody something private: kind, short, in their language, without saying it again. Pure. */
import { shortCodes } from './languages.ts';

/** By ISO 639-3. Nobody who speaks them natively has read them but the English. `{author}` is the author's name. */
const warnings: Readonly<Record<string, string>> = {
  eng: 'Hello {author}. Everybody can read a private number or address in your post. For your own safety please delete it there and send it to us in a private message. We go on with your case meanwhile.',
  fra: 'Bonjour {author}. Tout le monde peut lire un numéro ou une adresse privée dans votre message. Pour votre sécurité, supprimez-le et envoyez-le-nous en privé. Nous continuons à traiter votre demande.',
  swa: 'Habari {author}. Kila mtu anaweza kusoma namba au anwani yako ya siri kwenye ujumbe wako. Kwa usalama wako tafadhali ifute hapo na ututumie kwa ujumbe wa faragha. Tunaendelea kushughulikia ombi lako.',
  kin: 'Muraho {author}. Buri wese ashobora gusoma nimero cyangwa aderesi yanyu bwite mu butumwa bwanyu. Ku bw’umutekano wanyu, muyisibe maze muyitwoherereze mu butumwa bwihariye. Turakomeza gukurikirana ikibazo cyanyu.',
  pcm: 'Hello {author}. Everybody fit see your private number or address for this post. Abeg delete am make you dey safe, then send am give us for private message. We still dey work on your matter.',
  hau: 'Sannu {author}. Kowa na iya karanta lambarka ta sirri ko adireshinka a cikin sakonka. Don tsaronka, don Allah ka goge shi, ka aiko mana ta sakon sirri. Muna ci gaba da aiki a kan korafinka.',
  yor: 'Ẹ n lẹ {author}. Gbogbo ènìyàn lè ka nọ́ńbà tàbí àdírẹ́sì ìkọ̀kọ̀ yín nínú ohun tí ẹ kọ. Fún ààbò yín, ẹ jọ̀wọ́ ẹ pa á rẹ́ níbẹ̀, kí ẹ fi í ránṣẹ́ sí wa ní ìkọ̀kọ̀. A ń bá ọ̀rọ̀ yín lọ.',
  ibo: 'Ndewo {author}. Onye ọ bụla nwere ike ịgụ nọmba ma ọ bụ adreesị nzuzo gị n’ozi gị. Maka nchekwa gị, biko hichapụ ya ebe ahụ ma zitere anyị ya n’ozi nzuzo. Anyị ka na-arụ ọrụ na mkpesa gị.',
  amh: 'ሰላም {author}። በጽሑፍዎ ውስጥ ያለውን የግል ቁጥር ወይም አድራሻ ሁሉም ሰው ማንበብ ይችላል። ለደህንነትዎ እባክዎ ከዚያ ያጥፉትና በግል መልእክት ይላኩልን። ጉዳይዎን መከታተላችንን እንቀጥላለን።',
  por: 'Olá {author}. Todos podem ler um número ou endereço privado na sua mensagem. Para sua segurança, apague-o e envie-o por mensagem privada. Continuamos a tratar do seu caso.',
};

const longCodes = new Map(Object.entries(shortCodes).map(([long, short]) => [short, long]));

/** The languages of the warnings, ISO 639-3. */
export const warningLanguages = Object.keys(warnings);

/** The warning in the first of these languages (ISO 639-1 or -3, or null) that there is one in; else in English. */
export function privateWarning(languages: readonly (string | null)[]): { language: string; text: string } {
  for (const one of languages) {
    const language = longCodes.get(one ?? '') ?? one ?? '';
    const text = Object.hasOwn(warnings, language) ? warnings[language] : undefined;
    if (text !== undefined) return { language, text };
  }
  return { language: 'eng', text: warnings.eng ?? '' };
}
