/** What gives a writer away in French. Letters are small and without accents, see `folded.ts`. */
import { numbered, perhapsNumbered } from './identifier.ts';
import { momentRules } from './moment.ts';
import { NameFinder } from './person.ts';
import { after, before, words, type Rule } from './rule.ts';

const WORD = "\\p{L}[\\p{L}'-]{0,20}";
const FEW = '(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|[2-9]|1[0-2])';
const TEAM =
  '(?:equipe|service|bureau|unite|section|cellule|groupe|brigade|departement|direction|antenne|poste|division)';
const JOB =
  '(?:chef(?:fe)?|directeur|directrice|sous-directeur|sous-directrice|adjointe?|secretaire|comptable|chauffeur|conducteur|conductrice|officier|inspecteur|inspectrice|agente?|infirmiere?|medecin|avocate?|interprete|traducteur|traductrice|tresoriere?|auditeur|auditrice|archiviste|procureure?|juge|greffiere?|gardiene?|gardienne|surveillante?|responsable|coordinateur|coordinatrice|assistante?|caissiere?|commandante?|capitaine|lieutenante?|brigadiere?|sergente?|major|colonel|commissaire|maire|conseillere?|porte-parole|proviseure?|professeure?|doyenn?e?|presidente?|receptionniste|technicienn?e?|ingenieure?|administrateur|administratrice|concierge|cuisiniere?|consule?|attachee?|ambassadeur|ambassadrice|pilote|enqueteur|enquetrice|analyste|acheteur|acheteuse|notaire|huissiere?|sage-femme|pharmacienn?e?|psychologue|gestionnaire|charge|chargee|magasiniere?|douaniere?|guichetiere?)';
const PLACE = `(?: (?:du|de la|de l'|des|de|d'|au|a la|a l'|aux) ?${WORD}(?: (?:du|de la|de l'|des|de|d'|au|a la|a l') ?${WORD})?)`;
const OLD =
  '(?: (?:adjointe?|general|generale|principale?|delegue|deleguee|technique|financiere?|juridique|regionale?|personnell?e?))';
const BE =
  "(?:je (?:suis|fus)|j'(?:etais|ai ete)|je travaille comme|je travaillais comme|j'exerce comme)(?: aussi| encore| toujours)?";

const alone = words([
  `(?:moi seule?|je suis seule?|j'etais seule?)(?: ${WORD})?(?: (?:de garde|de service|de nuit|a (?:le |la )?(?:savoir|connaitre|avoir)|avec (?:lui|elle|eux)))?`,
  `seule?s? (?:moi|lui et moi|elle et moi|le ${WORD} et moi|la ${WORD} et moi)(?: ${WORD})?`,
  `(?:je suis|j'etais|j'ai ete) (?:probablement |peut-etre )?(?:le seul|la seule) (?:a|qui|dans|au|present|presente)(?: (?:le |la |l')?${WORD})?`,
  `je (?:detiens|detenais|garde|gardais) (?:le seul|la seule|l'unique)`,
  `j'(?:ai|avais) (?:garde |conserve |pris )?(?:le seul|la seule|l'unique)`,
  "nous n'etions que (?:tous |toutes )?(?:les )?deux",
  '(?:nous etions|on etait) (?:juste |seulement )?(?:seule?s?|tous les deux|toutes les deux)',
  'rien que (?:nous deux|lui et moi|elle et moi)',
  '(?:entre|juste|seulement) (?:nous deux|lui et moi|elle et moi)',
  `personne d'autre (?:que moi |qu'eux )?(?:ne |n')(?:l'|le |la |y )?${WORD}(?: ${WORD})?`,
  `personne d'autre que moi`,
  `(?:a part|sauf|hormis|excepte) (?:(?:le|la|l') ?${WORD} et )?moi(?:,? personne(?: (?:ne |n')${WORD})?)?`,
  `personne (?:ne |n')(?:l'|le |la |y )?${WORD}(?: ${WORD})? (?:a part|sauf|hormis|excepte|que) (?:moi|(?:le|la) ${WORD} et moi)`,
  "(?:il |elle )?(?:ne |n')?(?:l'|m'en )?(?:a )?(?:dit |montre |confie |parle )?qu'a moi(?: seule?)?",
  'a moi seule?',
  'seule? avec (?:moi)',
]);

const unit = words([
  `(?:notre|mon|ma) (?:petite? )?${TEAM}(?: ${WORD})? (?:de|compte|comprend|n'a que|se compose de|est composee? de)(?: seulement)? ${FEW}(?: (?:personnes|agents|collegues|employes|membres))?(?! (?:a |ans|euros|heures|mois))`,
  `nous (?:ne sommes|n'etions|sommes|etions)(?: que| seulement)? ${FEW}(?! (?:ans|heures|mois|jours|fois))(?: ${WORD})?(?: (?:dans|a|au|aux|en|sur) (?:l'|la |le |les |notre )?${WORD}(?: de ${WORD})?)?`,
  `on (?:n'est|est|n'etait|etait)(?: que| seulement)? ${FEW}(?! (?:ans|heures|mois|jours|fois))(?: ${WORD})?(?: (?:dans|a|au|aux|en|sur) (?:l'|la |le |les |notre )?${WORD})?`,
  `je travaille dans une? (?:petite? )?${TEAM} de (?:seulement )?${FEW}(?: (?:personnes|agents|collegues|employes))?`,
  `il (?:n'y a que|n'y avait que|y a|y avait) ${FEW} ${WORD} (?:dans|a|au) (?:notre|mon|ma) ${WORD}`,
  `${FEW} (?:d'entre nous|de nous)`,
  `avec (?:seulement )?(?:une? seule?|${FEW}) (?:autres )?collegues?`,
]);

const ownRole = words([
  `${BE} (?:le seul|la seule|l'unique) (?!a |qui )${WORD}`,
  `${BE} (?:le |la |l'|son |sa |leur )?(?:seule? )?${JOB}${OLD}?${PLACE}`,
  `${BE} (?:le |la |l'|son |sa |leur )${JOB}${OLD}?`,
  `je travaill(?:e|ais) comme ${WORD}${PLACE}`,
  `(?:en ma qualite|dans (?:ma fonction|mes fonctions|mon role|mon poste)) (?:de |d')${WORD}(?: (?!je )${WORD}){0,3}`,
]);

const asRole = words([
  `(?:en tant que|en qualite de|comme|etant) (?:le |la |l'|une? )?${JOB}${OLD}?${PLACE}?`,
]);

/** Somebody is something: whoever is spoken of next, or before. */
const PERSONS =
  /(?<![\p{L}'])(j'|je|mon|ma|mes|nous|notre|il|elle|ils|elles|son|sa|ses|vous)(?:(?<=')|(?!\p{L}))/gu;

const isWriter = (person: string | undefined) => person !== undefined && /^(?:j|m|no)/.test(person);

const asWriter: Rule['holds'] = (folded, span) => {
  const next = [...after(folded, span, 60).matchAll(PERSONS)][0]?.[1];
  const last = [...before(folded, span, 60).matchAll(PERSONS)].at(-1)?.[1];
  return isWriter(last ?? next);
};

const NUMBER = '(?:numero|num\\.?|n[°o]\\.?|nº|matricule|ref\\.?|reference)(?: est(?: le)?| :|:|,)?';

export const french: readonly Rule[] = [
  { kind: 'alone', phrase: alone },
  { kind: 'unit', phrase: unit },
  { kind: 'role', phrase: ownRole },
  { kind: 'role', phrase: asRole, holds: asWriter },
  numbered('number', [
    `(?:dossier|affaire|plainte|badge|insigne|carte|carte de service|carte d'identite|adherent|employe|procedure|signalement)(?: ${NUMBER}|,? ${NUMBER})`,
    '(?:mon |le )?matricule(?: est)?(?: le)?(?: :|:|,)?',
    "numero (?:d'agent|d'employe|de badge|de matricule|de service|de dossier|de securite sociale|d'identification|de carte|d'affaire|de plainte|fiscal)(?: est(?: le)?| :|:|,)?",
  ]),
  perhapsNumbered('number', ['(?:dossier|affaire|badge|insigne|plainte|procedure)(?: :|:|,)?']),
  numbered('document', [
    `(?:note|lettre|courrier|rapport|document|circulaire|decision|arrete|ordre|facture|contrat|permis|licence|visa|demande|proces-verbal|pv|certificat|passeport|recepisse|recu|bon|bordereau|marche)(?: de ${WORD})?(?:,)? ${NUMBER}`,
    '(?:ref\\.?|reference)(?: :|:)?',
  ]),
  perhapsNumbered('document', [
    '(?:note|lettre|courrier|rapport|document|circulaire|decision|facture|contrat|permis|licence|visa|proces-verbal|pv|certificat|passeport|recepisse|bordereau)(?: :|:|,)?',
  ]),
  ...momentRules({
    months:
      'janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|janv\\.?|fevr?\\.?|avr\\.?|juil\\.?|sept\\.?|oct\\.?|nov\\.?|dec\\.?',
    weekdays: 'lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche',
    joins: ' | a | le | du | - | vers ',
    lead: 'a ',
    tail: ' du (?:matin|soir)',
    minutes:
      '(?:une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|midi|minuit|1\\d|2[0-3]|[1-9])(?: heures?)? (?:et quart|et demie?|moins (?:le quart|vingt|dix|cinq)|heures? (?:cinq|dix|quinze|vingt|vingt-cinq|trente|quarante|cinquante))',
    hours: '(?:2[0-3]|1\\d|[1-9]) ?h(?:eures)?|midi|minuit',
  }),
];

export const frenchNames = new NameFinder({
  sure: [
    "je (?:m'appelle|me nomme|me prenomme)",
    "(?:mon nom|mon prenom)(?: complet| de famille)?(?: est| c'est|:| :)",
    'je soussignee?(?:,)?',
    'signe(?:e)?(?: par)?(?: :|:|,)',
  ],
  capital: ["(?:on m'appelle|m'appellent)"],
  perhaps: ['moi,|je suis', "(?:bonjour|bonsoir|allo)?,? ?(?:ici|c'est|je suis)"],
  closings: [
    '(?:bien |tres )?cordialement',
    '(?:sinceres |cordiales |meilleures |mes )?salutations(?: distinguees| respectueuses)?',
    'bien a vous',
    'respectueusement',
    "merci(?: [\\p{L}']{1,20}){0,6}(?=[,\\n])",
    '(?:sentiments|consideration)(?: \\p{L}{1,20}){0,3}',
  ],
  not: 'sur|pas|dans|en|a|connu|ecrit|parmi|la|le|les|un|une|et|je|de|du|des|aussi|seulement|jamais|secret|chef|directeur|inspecteur|commissaire|capitaine|docteur|anonyme|personne|quelqu|citoyenn?e?|qui|que|quand|parce|mais|ou|avec|pour|si|nous|il|elle|on|monsieur|madame|messieurs|general|tres|trop',
});
