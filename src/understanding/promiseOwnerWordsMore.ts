/** Who keeps a promise, in words of Swahili, Kinyarwanda, Hausa, Yoruba, Igbo and Amharic. Read by no native speaker. */
import type { OwnerWords } from './promiseOwnerTypes.ts';

/** English words for teams and roles that these languages are mixed with. */
const mixedTeams = 'team|technicians|engineers|crew|agents|drivers|staff';
const mixedOffices =
  'customer care|customer service|office|branch|department|support|call center|call centre|helpdesk|head office';
const mixedPeople = 'technician|engineer|manager|agent|supervisor|driver|rider|dr|mr|mrs|officer';

export const swahili: OwnerWords = {
  words: {
    team: `${mixedTeams}|timu|mafundi|wahandisi|wafanyakazi|wataalamu|wataalam|kikosi|vikosi|kundi|maafisa|maofisa|wahudumu|mawakala|wazoa taka|madereva|wakaguzi|wasimamizi|watumishi|wasoma mita|wenzetu|askari`,
    office: `${mixedOffices}|ofisi|idara|kitengo|vitengo|tawi|matawi|huduma kwa wateja|makao makuu|wizara|halmashauri|kituo|benki|duka|stoo|bodi|dawati|sehemu|shirika|hospitali|kanda`,
    person: `${mixedPeople}|fundi|mhandisi|meneja|msimamizi|afisa|ofisa|mkuu|mkurugenzi|mkaguzi|mhudumu|wakala|dereva|daktari|muuguzi|mtaalamu|mtaalam|mfanyakazi|msoma mita|bi|bw|bwana|mwenzetu|mwakilishi|mtu|mwanasheria|karani|mkandarasi|mganga`,
    i: 'mimi',
    we: 'sisi',
    you: 'tafadhali|tunaomba|naomba|wewe|ninyi|nyinyi',
    of: 'wa|ya|la|cha|za|vya|kwa|wa kwa|pa',
    near: 'kutoka|katika|kwenye|huko',
    own: 'wetu|yetu|letu|chetu|zetu|vyetu|wangu|yangu|wengine|mwingine|huyo|hao|hiyo|wote|wawili|watatu|mmoja|nyingine',
    ends: 'kesho|leo|sasa|asubuhi|jioni|usiku|mchana|jumatatu|jumanne|jumatano|alhamisi|ijumaa|jumamosi|jumapili|na|au|lakini|kwamba|ambao|ambaye|ambayo|ndiyo|ndio|ndiye|ili|ndani|kabla|pia|tayari|bado|hapo|hapa|saa|wiki|tarehe|yuko|wako|njiani|habari|pole|samahani|kuwa|kwako|kwenu|mara',
    at: 'katika|kwenye|kwa|na|tembelea|fika|piga|kutoka|wasiliana|hadi|kwa|ya|wa|la|za|cha',
    gives: 'na',
    will: 'yuko njiani|wako njiani|njiani',
  },
  forms: {
    iWill: /^(?:nita|ntaku|ntawa|nina|nitaku)[a-z]{3,}$/,
    weWill: /^(?:tuta|tunatuma|tunaku|tunawa|tunarudi|tunarekebi)[a-z]*$/,
    youWill: /^(?:uta|mta)(?!ratibu|alam|aalam|ani|aa)[a-z]{3,}$/,
    will: /^(?:wa|a|i|li|ya|ki|vi|zi|ku|pa)(?:ta(?!alam|bu$|mbaa|nda)[a-z]{3,}|na(?:kuja|fika|wasili|elekea|enda|kwenda)[a-z]*)$/,
    calls: /^a(?:ta|na)(?:ku|wa|m)(?:pigia|tafuta|tembelea|ona|jibu|andikia|hudumia|saidia)[a-z]*$/,
    gives:
      /^(?:tu|ni|wa|me)[a-z]*(?:tuma|tumia|agiza|peleka|mwomba|waomba|taomba|meomba|julisha|taarifu|fahamisha|ambia|pa|kabidhi|elekeza|arifu|wasilisha)$/,
  },
  headLast: false,
  goesOn: true,
  reach: 8,
};

export const kinyarwanda: OwnerWords = {
  words: {
    team: `${mixedTeams}|ikipe|itsinda|amatsinda|abatekinisiye|abakozi|abashinzwe|abahanga|abenjenyeri|abagenzuzi|abakanishi|abasanzi|abajyanama|abashoferi|bagenzi bacu|inzobere|abafundi|abamekanisiye|equipe`,
    office: `${mixedOffices}|ishami|amashami|ibiro|icyicaro|serivisi|urwego|akarere|umurenge|ikigo|minisiteri|banki|ibitaro|inama y ubutegetsi|agashami|direction|biro`,
    person: `${mixedPeople}|umutekinisiye|umukozi|umuyobozi|ushinzwe|umugenzuzi|injenyeri|muganga|umuganga|umushoferi|veterineri|umujyanama|umukanishi|umufundi|manija|meneja|mugenzi wacu|imbangukiragutabara|umunyamategeko|umwunganizi|umuhanga|madamu|bwana|uhagarariye|umuplombiye|umukomisiyoneri|umuforomo`,
    i: 'njye|njyewe|jye',
    we: 'twe|twebwe',
    you: 'mwatwandikira|musabwe|turabasaba',
    iWill: 'ngiye',
    weWill: 'tugiye',
    youWill: 'mugiye|ugiye',
    will: 'agiye|bagiye|igiye|rigiye|bigiye|kigiye|ari mu nzira|bari mu nzira|iri mu nzira',
    of: 'wa|ba|ya|y|w|b|bw|rya|ry|cya|cy|bya|by|ka|k|ku|mu|i|rw|rwa|za|z|bo|wo|yo|tw|n',
    own: 'wacu|bacu|yacu|ryacu|cyacu|byacu|rwacu|wanjye|babiri|batatu|umwe|mukuru|bakuru|nkuru|wundi|yindi',
    ends: 'ejo|uyu|none|ubu|saa|kandi|cyangwa|ariko|ngo|ko|bo|we|na|muri|mbere|bitarenze|nonaha|vuba|muraho|mwiriwe|mwaramutse|nimugoroba|iri|iki|kuwa|nyuma',
    at: 'mu|ku|muri|kuri|i|na|n|hamagara|muhamagare|mujye|musure|mwandikire|kwa|aho',
    gives: 'na',
  },
  forms: {
    iWill: /^(?:nza|nda|ndo|nzo)(?!ni$)[a-z]{3,}$/,
    weWill: /^(?:tuza|tura|turo|tuzo|tudo|ture|twohere)[a-z]{2,}$/,
    youWill: /^(?:muza|uza|mura|muzo|ura)(?!koze|ho|shoboye)[a-z]{3,}$/,
    will: /^(?:a|ba|i|bi|ki|cy|ri|ru|zi|ya|ka|ha|ku|bu)(?:za|ra|zo|ro)(?!bu$|rere)[a-z]{2,}$/,
    calls: /^a(?:za|ra)(?:ba|ku|gu|mu)?(?:hamagar|andik|sur|bon|fash|vugish|subiz)[a-z]*$/,
    gives:
      /^(?:tu|tw|nd|nz|n|tuza|tura)[a-z]*(?:ohere[zj][ae]|ohereza|menyeshe[zj][ae]|menyesha|sabye|saba|bwiye|tumye|tuma|shyikirije|shyikiriza|bimenyesheje|gejeje)(?:ho|yo)?$/,
  },
  headLast: false,
  goesOn: true,
  reach: 6,
};

export const hausa: OwnerWords = {
  words: {
    team: `${mixedTeams}|ma aikata|ma aikatan|ma aikatanmu|maaikata|maaikatan|maaikatanmu|ma aikatanmu|tawaga|tawagar|tawagarmu|injiniyoyi|injiniyoyinmu|kanikawa|kanikawanmu|masu gyara|kwararru|kwararrunmu|jami ai|jami anmu|jami an|direbobi|direbobinmu|kungiyar|wakilanmu|wakilai|wakilan|masana|abokan aikinmu|yan gyara|lebobi`,
    office: `${mixedOffices}|ofis|ofishi|ofishin|ofishinmu|reshe|reshen|reshenmu|sashe|sashen|sashenmu|banki|bankin|hukuma|hukumar|ma aikatar|cibiyar|hedikwata|hedkwata|kwamiti|kwamitin|bangaren|shago|shagon`,
    person: `${mixedPeople}|injiniya|injiniyan|injiniyanmu|manaja|manajan|manajanmu|ma aikaci|ma aikacin|ma aikacinmu|maaikaci|maaikacin|likita|likitan|babban likita|direba|direban|direbanmu|shugaban|shugaba|jami in|jami i|jami inmu|wakili|wakilin|wakilinmu|kanikanci|makaniki|makanikinmu|mai gyara|mai gyaran|malam|malama|wani ma aikaci|sufeto|lauya|lauyanmu|abokin aikinmu|akawu`,
    iWill: 'zan|ni zan',
    weWill: 'za mu|zamu|mu za mu|muna aika|muna turo|muna tura|zaa mu|za a mu',
    youWill: 'za ku|zaku|za ka|zaka|za ki|zaki',
    you: 'don allah|ku aiko|ku kira|ka kira|ki kira',
    will: 'zai|za|zata|zasu|za ta|za su|zaa|za a|yana zuwa|suna zuwa|tana zuwa|yana kan hanya|suna kan hanya|tana kan hanya',
    of: 'na|ta|da ke|daga|dake',
    near: 'a|ta|na',
    own: 'mu|namu|tamu|biyu|uku|daya|guda|dinmu',
    ends: 'gobe|yau|yanzu|da|kuma|amma|ko|domin|don|wanda|wadanda|cewa|kafin|cikin|litinin|talata|laraba|alhamis|jumma a|juma a|asabar|lahadi|karfe|sannu|barka|safe|yamma|nan|zuwa',
    at: 'a|zuwa|daga|wurin|da|ga|wajen|ziyarci|tuntubi|kira|cikin|ka je|ku je',
    gives:
      'aika|tura|turo|aiko|aika da|tura da|turo da|sanar da|fada wa|gaya wa|mika wa|umarci|roki|muka sanar da|mun sanar da|mun tura|mun aika|mun tura wa|kai wa|nemi|hannun|mika|tura wa|tambayi|tambaya|sa',
  },
  headLast: false,
  goesOn: true,
  reach: 6,
};

export const yoruba: OwnerWords = {
  words: {
    team: `${mixedTeams}|awon osise|awon onimo ero|awon onise|awon atunse|awon enjinia|awon teknisianu|awon tekinisianu|awon oga|awon awako|awon agbejoro|awon alamojuto|awon eniyan|iko|egbe|awon amoye|awon elero|awon osise wa|awon ti won n tun`,
    office: `${mixedOffices}|eka|ofisi|ile ise|ile ifowopamo|banki|eka ile ise|ile itaja|ajo|olu ile ise|igbimo`,
    person: `${mixedPeople}|onimo ero|manija|maneja|olori|dreba|awako|osise|dokita|oga|alamojuto|alabojuto|enjinia|tekinisianu|teknisianu|onise|alaga|agbejoro|oludari|oluyewo|amojuto|ogbeni|arabinrin|enikan|elero|alakoso|amofin`,
    iWill: 'mo maa|mo n bo|emi yoo|emi maa|maa!|mo ma|n maa|n o|mo n|mo fe',
    weWill: 'a maa|a o|a oo|a yoo|a ma|awa yoo|awa maa|a n fi|a n ran|a n bo|a ti fi|awa a|a a',
    youWill: 'e maa|e o|e oo|e yoo|eyin yoo|iwo yoo|o maa gba|e ma',
    you: 'e jowo|jowo|ejowo|e kan si|e pe',
    other: 'won|o',
    will: 'yoo|yio|maa|oo|ma|o maa|n bo|won n bo|ti n bo',
    of: 'ti|ni|ti o wa ni',
    own: 'wa|naa|kan|meji|meta|yii|mi',
    ends: 'lola|ola|loni|oni|bayi|nisisiyi|ati|sugbon|tabi|pe|ki|laipe|ni kiakia|laaro|lale|aje|isegun|ojoru|ojobo|eti|abameta|aiku|lojo|kaaro|pele|ti won|yin|fun',
    at: 'si|ni|lati|pelu|kan si|lo|de|pe',
    gives:
      'ran|n ran|ti ran|fi ranse si|so fun|ti so fun|fun|sun si|maa ran|bere lowo|lowo|gbe fun|ti fi to|fi to|leti|fi sowo si',
  },
  headLast: false,
  goesOn: true,
  reach: 6,
};

export const igbo: OwnerWords = {
  words: {
    team: `${mixedTeams}|ndi oru|ndi injinia|ndi teknishan|ndi teknisian|ndi na aru ndozi|ndi na aru|ndi na edozi|ndi nkwado|ndi otu|otu|ndi oka|ndi nche|ndi isi|ndi okwo ugbo|ndi ndozi|ndi ochichi|ndi oru anyi|ndi eletrik|ndi ahia`,
    office: `${mixedOffices}|ngalaba|ulo oru|ofis|ofisi|alaka|ulo aku|ulo ahia|banki|isi ulo oru|ulo ogwu|komiti|minisiri`,
    person: `${mixedPeople}|onye teknishan|onye teknisian|onye oru|onye isi|onye injinia|onye nlekota|onye na elekota|onye ndozi|onye|manija|maneja|draiva|dokita|injinia|teknishan|maazi|oriaku|oga|onye oka iwu|onyeisi`,
    iWill: 'm ga|aga m|a ga m|mu ga|agam|ana m',
    weWill: 'anyi ga|anyi na|anyi g|ayi ga',
    youWill: 'i ga|unu ga|gi ga|iga',
    you: 'biko|kpoo|zitere',
    other: 'o|ha|ya|a',
    will: 'ga|na abia|na bia|no n uzo|gaje',
    of: 'nke|n|na',
    own: 'anyi|ahu|abuo|ato|niile|a|m|ozo',
    ends: 'echi|taa|ugbu|ma|mana|maka|bu|ka|nso|anyasi|ututu|mgbe|izu|ndewo|ndo|biko|ozugbo',
    at: 'na|n|ngwa|kpoo|gaa|nke|site',
    gives:
      'ziga|zite|iziga|izite|na eziga|na ezite|eziga|ezite|ezigara|gwa|agwa|gwara|agwala|gwala|zigara|zigala|zipu|ezipu|kpoo|site n aka|aka|nyefere|nyefe|enyefe|rio|ario',
  },
  headLast: false,
  goesOn: true,
  reach: 6,
};

export const amharic: OwnerWords = {
  words: {
    team: `${mixedTeams}|ቡድን|ቡድኑ|ቡድናችን|የቡድን አባላት|ባለሙያዎች|ባለሙያዎቹ|ባለሙያዎቻችን|ቴክኒሻኖች|ቴክኒሻኖቻችን|ቴክኒሻኖቹ|ሰራተኞች|ሰራተኞቻችን|ሰራተኞቹ|መሃንዲሶች|መሐንዲሶች|መሐንዲሶቻችን|መሃንዲሶቻችን|ኢንጂነሮች|ኢንጂነሮቻችን|ባልደረቦች|ባልደረቦቻችን|ሹፌሮች|ሹፌሮቻችን|ወኪሎች|ወኪሎቻችን|ሃላፊዎች|ኃላፊዎች|ቡድኖቻችን|ቡድኖች|ጠጋኞች`,
    office: `${mixedOffices}|ቢሮ|ቢሮው|ቢሮአችን|ቢሯችን|ክፍል|ክፍሉ|ክፍላችን|ቅርንጫፍ|ቅርንጫፉ|ቅርንጫፋችን|መምሪያ|መምሪያው|መምሪያችን|ጽህፈት ቤት|ጽህፈት ቤቱ|ጽህፈት ቤታችን|ጽሕፈት ቤት|ጽሕፈት ቤቱ|ባንኩ|ባንካችን|ሚኒስቴሩ|ደንበኞች አገልግሎት|የደንበኞች አገልግሎት|ዲፓርትመንቱ|ዲፓርትመንት|መስሪያ ቤቱ`,
    person: `${mixedPeople}|technicianu|ባለሙያ|ባለሙያው|ባለሙያችን|ቴክኒሻን|ቴክኒሻኑ|ቴክኒሻናችን|ሰራተኛ|ሰራተኛው|ሰራተኛችን|መሐንዲስ|መሐንዲሱ|መሃንዲስ|መሃንዲሱ|ኢንጂነር|ኢንጂነሩ|ስራ አስኪያጅ|ስራ አስኪያጁ|ስራ አስኪያጃችን|ሃላፊ|ሃላፊው|ኃላፊ|ኃላፊው|ሹፌሩ|ሹፌር|ሹፌራችን|ሐኪም|ሐኪሙ|ሃኪም|ዶክተር|ባልደረባ|ባልደረባችን|ወኪል|ወኪላችን|ተቆጣጣሪ|ተቆጣጣሪው|ተቆጣጣሪያችን|አቶ|ወይዘሮ|ዳይሬክተሩ|ዳይሬክተር|ጠጋኝ|የቧንቧ ሰራተኛ|አንድ ሰው`,
    i: 'እኔ',
    we: 'እኛ',
    you: 'እባክዎ|እባክዎን|እባክህ|እባክሽ|እባካችሁ|እርስዎ',
    opens: 'ዋናው|ዋና|አንድ|ሁለት|ሶስት|የእኛ',
    ends: 'ነገ|ዛሬ|አሁን|ሰኞ|ማክሰኞ|ረቡዕ|ሐሙስ|አርብ|ቅዳሜ|እሁድ|እና|ግን|ወይም|ከሰዓት|ጠዋት|ማታ|ሰላም|ይቅርታ',
    will: 'በመንገድ ላይ ነው|በመንገድ ላይ ናቸው|እየመጣ ነው|እየመጡ ነው|እየሄደ ነው',
  },
  forms: {
    iWill: /^(?!አመሰግ|አዝና)[እአ][\u1200-\u137f]+ለሁ$/,
    weWill: /^(?!እናመሰግ|እናዝና)እ[\u1290-\u1296][\u1200-\u137f]+ለን$/,
    youWill: /^ት[\u1200-\u137f]+(?:ላችሁ|ለህ|ለሽ)$/,
    will: /^[ይያታትዩ][\u1200-\u137f]+(?:ል|ሉ|ለች)$|^yi[a-z]+(?:al|alu)$/,
    opens: /^የ(?!ሚ|ም)[\u1200-\u137f]+$/,
  },
  headLast: true,
  goesOn: false,
  reach: 12,
};
