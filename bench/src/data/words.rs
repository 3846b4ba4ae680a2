//! Words that names and titles are made of.

pub(super) const PLACE_HEADS: [&str; 14] = [
    "Saint-Martin",
    "Sainte-Colombe",
    "Vilallonga",
    "Corneilla",
    "Font",
    "Mont",
    "Castell",
    "Prats",
    "Vall",
    "Serra",
    "Olette",
    "Bages",
    "Rivesaltes",
    "Taurinya",
];
pub(super) const PLACE_TAILS: [&str; 17] = [
    "de Conflent",
    "dels Monts",
    "de la Ribera",
    "del Vercol",
    "d'Avall",
    "d'Amont",
    "la Salanque",
    "de Cerdagne",
    "des Aspres",
    "du Vallespir",
    "de Fenouillèdes",
    "sur Têt",
    "sur Tech",
    "d'Agly",
    "du Capcir",
    "de Mar",
    "lès Albères",
];
pub(super) const ASSOCIATIONS: [&str; 10] = [
    "Association",
    "Amicale",
    "Collectif",
    "Comité",
    "Foyer rural",
    "Les Amis",
    "Maison",
    "Réseau",
    "Union",
    "Atelier",
];
pub(super) const COMPANIES: [&str; 8] =
    ["SARL", "Ferme", "Coopérative", "Domaine", "Menuiserie", "Épicerie", "Gîte", "Bureau d'études"];
pub(super) const BODIES: [&str; 8] = [
    "Mairie",
    "Syndicat mixte",
    "École",
    "Collège",
    "Office de tourisme",
    "Centre social",
    "Médiathèque",
    "Service jeunesse",
];
pub(super) const THEMES: [&str; 16] = [
    "des jardins partagés",
    "de la forêt",
    "des canaux d'arrosage",
    "du pastoralisme",
    "de l'énergie solaire",
    "du bois local",
    "de la mobilité",
    "des circuits courts",
    "de la mémoire catalane",
    "des sentiers",
    "du réemploi",
    "de la petite enfance",
    "des aînés",
    "du numérique",
    "de l'eau",
    "de la laine",
];
pub(super) const PROJECTS: [&str; 10] = [
    "Rénovation",
    "Animation",
    "Étude de faisabilité",
    "Mise en réseau",
    "Création d'un tiers-lieu",
    "Inventaire",
    "Formation",
    "Expérimentation",
    "Valorisation",
    "Observatoire",
];
pub(super) const ACTIONS: [&str; 12] = [
    "Réunir le comité",
    "Choisir le prestataire",
    "Rédiger le cahier des charges",
    "Visiter les sites",
    "Déposer le dossier",
    "Former les référents",
    "Acheter le matériel",
    "Organiser la journée",
    "Publier le bilan",
    "Recruter l'animateur",
    "Cartographier les acteurs",
    "Tester le prototype",
];
pub(super) const STEPS: [&str; 8] = [
    "Prendre contact",
    "Fixer la date",
    "Relire",
    "Valider avec les élus",
    "Envoyer",
    "Relancer",
    "Archiver",
    "Rendre compte",
];
pub(super) const GIVEN_NAMES: [&str; 12] = [
    "Jordi",
    "Montserrat",
    "Anne",
    "Pere",
    "Claire",
    "Joan",
    "Núria",
    "Michel",
    "Aïcha",
    "Marc",
    "Mercè",
    "Élodie",
];
pub(super) const FAMILY_NAMES: [&str; 12] = [
    "Puig", "Soler", "Vidal", "Martí", "Roca", "Dupont", "Ferrer", "Bonet", "Costa", "Sala", "Garcia", "Mas",
];
/// Trades: code, name in French, name in Catalan.
pub(super) const SECTORS: [(&str, &str, &str); 12] = [
    ("agriculture", "Agriculture et alimentation", "Agricultura i alimentació"),
    ("artisanat", "Artisanat", "Artesania"),
    ("culture", "Culture et patrimoine", "Cultura i patrimoni"),
    ("education", "Éducation", "Educació"),
    ("energie", "Énergie", "Energia"),
    ("environnement", "Environnement", "Medi ambient"),
    ("formation", "Formation", "Formació"),
    ("habitat", "Habitat", "Habitatge"),
    ("mobilite", "Mobilité", "Mobilitat"),
    ("sante", "Santé", "Salut"),
    ("solidarite", "Solidarité", "Solidaritat"),
    ("tourisme", "Tourisme et loisirs", "Turisme i lleure"),
];
/// Of invented proper names: first, middle and last.
pub(super) const SYLLABLES: [&[&str]; 3] = [
    &[
        "Al", "Bas", "Ca", "Del", "Es", "Fon", "Gal", "Hor", "Il", "Jon", "Li", "Mal", "Nò", "Or", "Pi",
        "Queri", "Ri", "Sal", "Ta", "Ur", "Val", "Vi",
    ],
    &["be", "cas", "di", "gu", "lla", "mé", "nè", "pol", "ri", "sar", "te", "vi"],
    &["c", "da", "ell", "gó", "let", "na", "ra", "s", "tges", "ver"],
];
