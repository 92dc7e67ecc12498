/** Who keeps a promise, in words of English, Nigerian Pidgin, French and Portuguese. Read by no native speaker. */
import type { OwnerWords } from './promiseOwnerTypes.ts';

const englishTeams =
  'team|teams|crew|crews|technicians|engineers|plumbers|electricians|linesmen|line men|fitters|inspectors|officers|agents|experts|specialists|staff|contractors|colleagues|drivers|riders|couriers|auditors|buyers|advisers|advisors|supervisors|managers|folks|guys|people|squad|panel|task force|police|security|attorneys|lawyers|nurses|developers|devs|personnel|colleagues|meter readers|representatives|reps|artisans';
const englishOffices =
  'office|offices|department|departments|dept|branch|branches|unit|section|division|desk|customer care|customer service|customer services|customer support|support|help desk|helpdesk|call centre|call center|contact centre|contact center|back office|headquarters|head office|board|ministry|agency|depot|store|shop|warehouse|hospital board|station|bank|dispatch|accounts|billing|stores|hq|restaurant|kitchen';
const englishPeople =
  'technician|engineer|plumber|electrician|fitter|installer|inspector|officer|agent|expert|specialist|contractor|colleague|driver|rider|courier|auditor|adviser|advisor|supervisor|manager|executive|director|representative|rep|head|leader|lead|nurse|doctor|matron|registrar|someone|somebody|mr|mrs|ms|miss|dr|prof|sister|partner|ambulance|meter reader|lineman|linesman|attorney|lawyer|clerk|teller|ceo|surveyor|consultant|vendor|teacher|staff member|member of staff|team member|team leader|team lead|operator|pharmacist|artisan';
const englishDays =
  'today|tomorrow|tonight|now|monday|tuesday|wednesday|thursday|friday|saturday|sunday|soon|shortly|then|also|still|already|currently|immediately|definitely|certainly|only|just|once|when|if|or|that|which|who|whose|because|after|before|until|while|as|again|personally|hello|hi|dear|sorry|thanks|thank|yes|no|ok|okay';

export const english: OwnerWords = {
  words: {
    team: englishTeams,
    office: englishOffices,
    person: englishPeople,
    i: 'i',
    we: 'we',
    you: 'you|please|kindly|pls|plz|u',
    other: 'it|they|he|she|this|these|everything|there',
    will: 'will|ll|shall|wll|gonna|going to|on the way|on his way|on her way|on their way|on its way|en route',
    calls:
      'ring|call|phone|text|write|email|mail|contact|visit|meet|bring|help|assist|see|inbox|dm|message|handle',
    opens:
      'our|the|a|an|my|one of our|one of the|some of our|two|three|four|several|another|some|all|both|your|any of our|members of our|a member of our|one member of our|a member of the|every',
    of: 'of',
    near: 'from|at|in|for|s',
    and: 'and|but|so',
    ends: `${englishDays}|is|are|has|have|had|was|were|be|been|being|can|on|with|to|by|us|me|them|him|her|not|re|ve|m|know|known|take|in person|within|during|about|regarding`,
    at: 'at|in|from|to|with|of|near|via|through|on|inside|outside|visit|into|for|like|between|than',
    gives:
      'send|sending|sent|dispatch|dispatching|dispatched|deploy|deploying|deployed|assign|assigning|assigned|ask|asking|asked|tell|telling|told|get|getting|have|escalate|escalating|escalated|forward|forwarding|forwarded|pass|passing|passed|refer|referring|referred|inform|informing|informed|alert|alerting|alerted|notify|notifying|notified|engage|engaging|engaged|let|instruct|instructed|instructing|by|letting|schedule|scheduled|scheduling|mobilise|mobilised|mobilising|mobilize|mobilized|request|requested|requesting|raised|raise|raising|chase|chasing|chased|gone to|goes to|feed this back to|feeding back to|logged|take it up with|take this up with|taken this up with|report|reported|reporting',
  },
  forms: {
    will: /^(?:sending|coming|arriving|visiting|calling|paying|refunding|processing|replacing|fixing|restoring|repairing|dispatching|escalating|forwarding|returning|looking|shipping|bringing|opening|posting|issuing|making|giving|working|taking|transferring|reversing|crediting|installing|connecting|reconnecting)$/,
  },
  headLast: true,
  goesOn: true,
  reach: 7,
};

export const pidgin: OwnerWords = {
  words: {
    team: `${englishTeams}|line people|our people dem|engineer dem|technician dem|worker dem|workers|boys|pipo|una people`,
    office: englishOffices,
    person: `${englishPeople}|oga|madam|aunty|uncle|brother|guy man`,
    i: 'i|me',
    we: 'we|us',
    you: 'you|una|abeg|abegi|make una|make you|ya',
    other: 'e|im|dem|they|it|am',
    will: 'go|will|ll|don dey come|dey come|dey go|dey road|dey on top',
    calls: 'call|ring|text|write|see|meet|contact|help|correct|bring|message|follow',
    opens:
      'our|the|a|an|my|one of our|one|two|three|some|all|another|dis|dat|those|una own|one of our|all our',
    of: 'of',
    near: 'from|for|at|in',
    and: 'and|but|so',
    own: 'dem',
    ends: `${englishDays}|dey|don|no|wey|make|sef|still|una|am|now now|sharp sharp|to|on|with|by|e`,
    at: 'at|in|from|to|with|of|for|near|go|come|reach|visit|inside',
    gives:
      'send|dey send|don send|don tell|arrange|assign|escalate|forward|inform|pass|carry|give|by|beg|deploy|don ask|don inform',
  },
  headLast: true,
  goesOn: true,
  reach: 7,
};

export const french: OwnerWords = {
  words: {
    team: 'equipe|equipes|techniciens|ingenieurs|plombiers|electriciens|agents|conseillers|experts|specialistes|personnel|collegues|brigade|brigades|cellule|astreinte|releveurs|livreurs|inspecteurs|controleurs|monteurs|ouvriers|gestionnaires|responsables|sous traitants|prestataires|depanneurs|techs|tech team',
    office:
      'service|services|bureau|bureaux|agence|agences|departement|direction|division|succursale|centre|siege|magasin|boutique|guichet|service client|service clientele|service clients|mairie|ministere|commune|prefecture|assistance|support|back office|comptabilite|facturation|centrale|call center|centre d appels|caisse|depot',
    person:
      'technicien|technicienne|ingenieur|plombier|electricien|agent|conseiller|conseillere|expert|specialiste|collegue|directeur|directrice|responsable|chef|gerant|gerante|gestionnaire|livreur|livreuse|inspecteur|controleur|medecin|docteur|infirmiere|infirmier|chauffeur|superviseur|sous traitant|prestataire|mme|mr|monsieur|madame|dr|quelqu un|ambulance|charge de clientele|releveur|charge d affaires|manager|operateur|operatrice|juriste|avocat|mediateur|depanneur|huissier',
    i: 'je|j',
    we: 'nous',
    you: 'veuillez|merci de|svp|s il vous plait|priere de|n hesitez pas',
    other: 'il|elle|ils|elles|cela|ca|ce|c',
    iWill: 'je vais|jenvoie|je vous|je m|je te|j envoie|je le|je la|je transmets|je fais',
    weWill: 'on|nous allons|on va|allons|nous vous|on vous|nous envoyons|nous faisons|nous reviendrons',
    youWill: 'allez|vous allez',
    will: 'va|vont|vient|viennent|passe|passent|arrive|arrivent|rappelle|rappellent|appelle|appellent|intervient|interviennent|repasse|repassent|reprend|reprennent|bloque|contacte|contactent|part|partent|rend|s en charge|s en occupe|prend|prennent|traite|traitent|est en route|sont en route|se charge|se chargent',
    calls:
      'appelle|rappelle|contacte|ecrit|appellera|rappellera|contactera|ecrira|recevra|appeler|rappeler|contacter|ecrire|recevoir',
    opens:
      'notre|nos|le|la|les|l|un|une|des|mon|ma|mes|deux|trois|quatre|plusieurs|l un de nos|un de nos|l une de nos|une de nos|cette|ce|votre|leur|toute|tous|chaque',
    of: 'de|d|du|des|en|a la|de l|de la|chez',
    near: 'a|au',
    and: 'et|mais|donc',
    ends: 'vous|te|t|se|s|lui|leur|y|qui|que|demain|aujourd hui|ce soir|ce matin|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|ou|car|afin|pour|est|sont|a|ont|dans|sur|sous|avec|avant|apres|des que|bien|aussi|egalement|deja|bonjour|bonsoir|merci|desole|voir|chercher|remedier|par|puis|vers|deux mains|bientot|immediatement|personnellement|actuellement',
    at: 'a|au|aux|en|dans|chez|avec|sans|vers|de|du|d|contactez|appelez|visitez|a la|a l|pres|depuis|sur',
    gives:
      'envoie|envoyer|envoyons|envoyer chez vous|envoye|enverrons|enverrai|envoyee|depeche|depechons|depechee|mandate|mandatons|demande|demandons|demander|demanderons|demandons a|transmis|transmets|transmettons|transmettrons|transmettre|par|saisi|saisissons|alerte|alertons|informe|informons|signale|signalons|mobilise|mobilisons|confie|confions|escalade|prevenu|previens|prevenons|faisons passer|fais passer|remonte|remontons|affecter|affecterons|deployons|deploie',
  },
  forms: {
    will: /^(?!opera|camera|extra|ultra|contra|bra$)[a-z]{2,}(?:ra|ront)$/,
    weWill:
      /^(?:[a-z]{2,}rons|reprenons|revenons|envoyons|remplacons|traitons|verifions|rappelons|remboursons|corrigeons|intervenons)$/,
    iWill: /^(?!vrai$|essai$|delai$)[a-z]{2,}rai$/,
    youWill: /^(?!chez$|assez$)[a-z]{2,}rez$/,
  },
  headLast: false,
  goesOn: true,
  reach: 8,
};

export const portuguese: OwnerWords = {
  words: {
    team: 'equipa|equipas|equipe|equipes|tecnicos|engenheiros|eletricistas|electricistas|canalizadores|encanadores|agentes|especialistas|pessoal|colegas|brigada|brigadas|piquete|piquetes|inspetores|fiscais|motoristas|turma|turmas|funcionarios|leituristas|estafetas|advogados|time|times',
    office:
      'agencia|agencias|balcao|balcoes|departamento|departamentos|servico|servicos|seccao|secao|setor|sector|direcao|direccao|gabinete|escritorio|escritorios|filial|loja|lojas|delegacao|apoio ao cliente|atendimento|suporte|assistencia|central|sede|ministerio|camara|prefeitura|financeiro|faturacao|faturamento|contabilidade|call center|correio interno|armazem',
    person:
      'tecnico|tecnica|engenheiro|engenheira|eletricista|electricista|canalizador|encanador|agente|especialista|colega|diretor|diretora|director|directora|gerente|chefe|supervisor|supervisora|gestor|gestora|motorista|estafeta|carteiro|medico|medica|enfermeira|enfermeiro|fiscal|inspetor|dona|senhor|senhora|sr|sra|dr|dra|eng|alguem|ambulancia|responsavel|leiturista|atendente|funcionario|funcionaria|advogado|operador|operadora|analista|coordenador|coordenadora',
    i: 'eu',
    we: 'nos!',
    you: 'por favor|favor|queira|pedimos que',
    other: 'isso|isto|ele|ela|eles|elas|tudo',
    iWill: 'vou|irei|estou a enviar|estou enviando|envio|ligo lhe|ligo te|eu falo|falo|trato disso',
    weWill:
      'a gente|vamos|iremos|enviamos|devolvemos|ligamos|mandamos|estamos a enviar|estamos enviando|resolvemos|repomos|a gente vai|damos|entramos em contacto|entramos em contato',
    youWill: 'vai receber|voce vai|o senhor vai|a senhora vai|voce recebera',
    will: 'vai|vao|ira|irao|liga|ligam|passa|passam|chega|chegam|volta|voltam|leva|levam|deixa|trata|tratam|contacta|contactam|resolve|resolvem|retorna|retornam|fala|falam|vem|vêm|segue|seguem|esta a caminho|estao a caminho|entra em contacto|entra em contato|visita|visitam|repara|reparam',
    calls:
      'liga|ligar|ligara|contacta|contactar|contactara|escreve|escrever|trata|tratar|fala|falar|falara|leva|levar|retorna|retornar|visitar',
    opens:
      'a nossa|o nosso|as nossas|os nossos|nossa|nosso|nossas|nossos|a|o|as|os|um|uma|uns|umas|dois|duas|tres|o meu|a minha|meu|minha|um dos nossos|uma das nossas|essa|esta|outra|outro|duas das nossas',
    of: 'de|da|do|das|dos|d',
    near: 'em|no|na',
    and: 'e|mas',
    ends: 'lhe|te|se|que|quem|amanha|hoje|logo|ja|tambem|segunda|terca|quarta|quinta|sexta|sabado|domingo|ou|porque|para|com|por|esta|estao|ate|aqui|ai|consigo|so|pra|agora|ainda|entretanto|bom|boa|ola|obrigado|obrigada|pessoalmente|sera|a si|ao local|em breve',
    at: 'em|no|na|nos|nas|ao|aos|com|para|pelo telefone|ligue|contacte|visite|junto|de|da|do|das|dos|desde|ate|num|numa',
    gives:
      'enviar|enviamos|enviarei|enviaremos|envio|enviando|enviada|enviado|mandar|mandamos|mandaremos|mandando|mando|pedir|pedimos|pedi|pedido|pediremos|encaminhar|encaminhamos|encaminhei|encaminhado|encaminhada|encaminharemos|passei|passamos|por|pelo|pela|pelos|pelas|informar|informamos|informei|alertamos|destacar|destacamos|escalamos|acionamos|acionei|acionar|solicitamos|reencaminhamos|transmitimos|comunicamos|avisei|avisamos',
  },
  forms: {
    will: /^(?!para$|hora|agora|compara|clara|cara$|rara$|espera$|era$|fora$)[a-z]+(?:ara|era|(?<!e)ira|arao|erao|irao)$/,
    weWill: /^(?!lamentamos$|estamos$|gostamos$|informamos$)[a-z]{2,}(?:amos|eremos|iremos)$/,
    iWill: /^[a-z]{2,}(?:arei|erei|irei)$/,
  },
  headLast: false,
  goesOn: true,
  reach: 8,
};
