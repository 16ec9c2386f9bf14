// Where things are on the stand-in portal's pages, in words that all three libraries understand.
const GENERAL = 'RAC_DeclarerRaccordement_InformationsGenerales';
const CONTACT = 'RAC_DeclarerRaccordement_ContactTechnique';
const LIST = 'RAC_RaccordementsApi';

/** XPath. */
export const CLICKABLE = {
  domain: `//article[h2[normalize-space()='Raccordements']]//a[normalize-space()='Accéder au domaine']`,
  connectionsApplication: `//article[contains(., 'EDI et API')]//a[normalize-space()='Accéder']`,
  accountApplication: `//article[h2[normalize-space()='Compte technique']]//a[normalize-space()='Accéder']`,
  connectionsMenu: `//a[normalize-space()='Gérer raccordement API']`,
  creation: `//*[@id='select2-drop']//li[contains(., "Création d'un compte technique")]`,
};

/** CSS. */
export const PLACES = {
  structureFilter: `#select2-${LIST}_Criteres_Structure-container`,
  apply: `#${LIST}_Criteres_BoutonAppliquer`,
  rows: `#${LIST}_Resultats_Tableau tbody tr`,
  declare: `#${LIST}_Resultats_BoutonDeclarer`,
  structure: `#select2-${GENERAL}_Structure-container`,
  usage: `#select2-${GENERAL}_TypeUtilisation-container`,
  search: '.select2-container--open .select2-search__field',
  found: '.select2-container--open .select2-results__option--highlighted',
  applicationName: `#${GENERAL}_NomApplication`,
  editor: `#${GENERAL}_EditeurSolution`,
  contactName: `#${CONTACT}_NomPrenom`,
  contactPhone: `#${CONTACT}_Telephone`,
  contactEmail: `#${CONTACT}_AdresseElectronique`,
  validate: '#RAC_DeclarerRaccordement_BoutonValider',
  declared: '.message-succes',
  requestType: '#s2id_sp_formfield_type_de_demande .select2-choice',
  accountStructure: '#s2id_sp_formfield_structure .select2-choice',
  accountSearch: '#select2-drop .select2-search input',
  accountFound: '#select2-drop .select2-result-selectable',
  login: '#sp_formfield_login',
  password: '#sp_formfield_mot_de_passe',
  accountRows: '.account-list tbody tr',
  submit: '#submit-btn',
  submitted: '.alert-success',
};
