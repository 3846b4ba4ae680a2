//! What the pages of signing in say, in the hub's three languages.

use super::page::Page;
use crate::kernel::locale::Locale;

/// The words of a page. They are trusted: they may hold markup.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) text: &'static str,
}

/// Title and text of a page, in French, Catalan and English.
type Said = [(&'static str, &'static str); 3];

pub(super) fn words(page: &Page<'_>, locale: Locale) -> Words {
    let said = match page {
        Page::Ask => ASK,
        Page::Gone => GONE,
        Page::Done => DONE,
        Page::Choose { .. } => CHOOSE,
        Page::Invited { .. } => INVITED,
        Page::SignedOut => SIGNED_OUT,
        Page::NoProvider => NO_PROVIDER,
        Page::Unavailable => UNAVAILABLE,
        Page::Misconfigured(_) => MISCONFIGURED,
        Page::Refused(reason) => refused(reason),
        Page::Waits(reason) => waits(reason),
        Page::Tried(_) => TRIED,
    };
    let (title, text) = locale.of(said);
    Words { title, text }
}

const ASK: Said = [
    ("Se connecter", "Ce lien ouvre votre session sur cet appareil. Il ne sert qu’une fois."),
    (
        "Inicia la sessió",
        "Aquest enllaç obre la vostra sessió en aquest dispositiu. Només serveix una vegada.",
    ),
    ("Sign in", "This link opens your session on this device. It works once only."),
];

const GONE: Said = [
    (
        "Ce lien n’est plus valable",
        "Il a déjà servi, ou il est trop ancien. Demandez-en un autre à la personne qui vous l’a donné.",
    ),
    (
        "Aquest enllaç ja no és vàlid",
        "Ja s’ha fet servir o és massa antic. Demaneu-ne un altre a la persona que us el va donar.",
    ),
    (
        "This link is no longer valid",
        "It was used before, or it is too old. Ask for another one from the person who gave it to you.",
    ),
];

const DONE: Said = [
    ("Session ouverte", "Vous pouvez maintenant utiliser le réseau depuis cet appareil."),
    ("Sessió oberta", "Ja podeu fer servir la xarxa des d’aquest dispositiu."),
    ("Signed in", "You can now use the network from this device."),
];

const CHOOSE: Said = [
    (
        "Se connecter",
        "Connectez-vous avec le compte de votre organisme, ou indiquez votre adresse professionnelle.",
    ),
    (
        "Inicia la sessió",
        "Entreu amb el compte de la vostra entitat o indiqueu la vostra adreça professional.",
    ),
    ("Sign in", "Sign in with the account of your organisation, or give your professional address."),
];

const INVITED: Said = [
    (
        "Vous êtes invité·e",
        "Choisissez l’organisme avec lequel vous vous connectez. L’invitation ne sert qu’une fois.",
    ),
    ("Us han convidat", "Trieu l’entitat amb què inicieu la sessió. La invitació només serveix una vegada."),
    ("You are invited", "Choose the organisation with which you sign in. The invitation works once only."),
];

const SIGNED_OUT: Said = [
    ("Session fermée", "Vous êtes déconnecté·e du réseau sur cet appareil."),
    ("Sessió tancada", "Heu tancat la sessió de la xarxa en aquest dispositiu."),
    ("Signed out", "You are signed out of the network on this device."),
];

const NO_PROVIDER: Said = [
    ("Organisme inconnu", "Aucun organisme ne propose la connexion à cette adresse, ou elle est suspendue."),
    ("Entitat desconeguda", "Cap entitat ofereix l’accés en aquesta adreça, o està suspès."),
    ("Unknown organisation", "No organisation offers to sign in at this address, or it is set aside."),
];

const UNAVAILABLE: Said = [
    (
        "Votre organisme ne répond pas",
        "Son service de connexion est injoignable pour le moment. Les sessions déjà ouvertes continuent. Réessayez dans quelques minutes.",
    ),
    (
        "La vostra entitat no respon",
        "El seu servei d’accés no està disponible ara. Les sessions obertes continuen. Torneu-ho a provar d’aquí a uns minuts.",
    ),
    (
        "Your organisation does not answer",
        "Its sign-in service cannot be reached at the moment. Sessions that are open live on. Try again in a few minutes.",
    ),
];

const MISCONFIGURED: Said = [
    (
        "La connexion est mal réglée",
        "Le service de connexion de votre organisme et ses réglages ici ne vont pas ensemble. Transmettez ce motif à la personne qui l’administre.",
    ),
    (
        "L’accés està mal configurat",
        "El servei d’accés de la vostra entitat i la seva configuració aquí no encaixen. Envieu aquest motiu a qui l’administra.",
    ),
    (
        "Sign-in is not set up right",
        "The sign-in service of your organisation and its settings here do not go together. Give this reason to whoever administers it.",
    ),
];

const REFUSED: Said = [
    (
        "Connexion refusée",
        "Vous n’êtes pas connecté·e. Recommencez ; si cela se répète, transmettez ce motif à votre organisme.",
    ),
    (
        "Accés denegat",
        "No heu iniciat la sessió. Torneu-ho a provar; si es repeteix, envieu aquest motiu a la vostra entitat.",
    ),
    (
        "Sign-in refused",
        "You are not signed in. Try again; if it happens again, give this reason to your organisation.",
    ),
];

const NO_ACCOUNT: Said = [
    (
        "Pas encore de compte",
        "Votre organisme vous connaît, le réseau pas encore. Demandez une invitation à votre structure.",
    ),
    (
        "Encara no teniu compte",
        "La vostra entitat us coneix, la xarxa encara no. Demaneu una invitació a la vostra estructura.",
    ),
    (
        "No account yet",
        "Your organisation knows you, the network does not yet. Ask your structure for an invitation.",
    ),
];

const EMAIL_TAKEN: Said = [
    (
        "Cette adresse a déjà un compte",
        "Un compte du réseau porte votre adresse. Une administratrice ou un administrateur doit dire si c’est le vôtre : la demande est enregistrée.",
    ),
    (
        "Aquesta adreça ja té un compte",
        "Un compte de la xarxa té la vostra adreça. Qui administra ha de dir si és el vostre: la sol·licitud s’ha desat.",
    ),
    (
        "This address has an account already",
        "An account of the network has your address. An administrator has to say whether it is yours: the request is kept.",
    ),
];

const PENDING: Said = [
    (
        "Votre compte attend",
        "Une administratrice ou un administrateur de votre organisme doit l’accepter. Revenez ensuite.",
    ),
    ("El vostre compte espera", "Qui administra la vostra entitat l’ha d’acceptar. Torneu després."),
    ("Your account waits", "An administrator of your organisation has to let you in. Come back then."),
];

const SUSPENDED: Said = [
    ("Compte suspendu", "Votre compte est suspendu. Adressez-vous à votre organisme."),
    ("Compte suspès", "El vostre compte està suspès. Adreceu-vos a la vostra entitat."),
    ("Account suspended", "Your account is suspended. Ask your organisation."),
];

const TRIED: Said = [
    ("Essai réussi", "Le service de connexion répond comme prévu. Aucune session n’a été ouverte."),
    ("Prova superada", "El servei d’accés respon com cal. No s’ha obert cap sessió."),
    ("The trial worked", "The sign-in service answers as it should. No session was opened."),
];

fn refused(reason: &str) -> Said {
    match reason {
        "account.unknown" => NO_ACCOUNT,
        "account.email_taken" => EMAIL_TAKEN,
        _ => REFUSED,
    }
}

fn waits(reason: &str) -> Said {
    match reason {
        "account.pending" => PENDING,
        _ => SUSPENDED,
    }
}

/// A word or two.
#[derive(Clone, Copy, Debug)]
pub(super) enum Label {
    Open,
    SignIn,
    OtherWay,
    Reason,
    Email,
    Continue,
    Unknown,
    Claims,
    Memberships,
    NoMembership,
}

pub(super) fn label(label: Label, locale: Locale) -> &'static str {
    locale.of(match label {
        Label::Open => ["Ouvrir la session", "Obre la sessió", "Open the session"],
        Label::SignIn => ["Se connecter", "Inicia la sessió", "Sign in"],
        Label::OtherWay => {
            ["Se connecter autrement", "Inicia la sessió d’una altra manera", "Sign in another way"]
        }
        Label::Reason => ["Motif :", "Motiu:", "Reason:"],
        Label::Email => [
            "Adresse électronique professionnelle",
            "Adreça electrònica professional",
            "Professional e-mail address",
        ],
        Label::Continue => ["Continuer", "Continua", "Continue"],
        Label::Unknown => [
            "Aucun organisme du réseau n’a ce domaine. Vérifiez l’adresse ou choisissez dans la liste.",
            "Cap entitat de la xarxa té aquest domini. Comproveu l’adreça o trieu a la llista.",
            "No organisation of the network has this domain. Check the address or choose from the list.",
        ],
        Label::Claims => {
            ["Ce que le service dit de vous", "Què diu de vós el servei", "What the service says of you"]
        }
        Label::Memberships => ["Ce que les règles donnent", "Què donen les regles", "What the rules give"],
        Label::NoMembership => ["aucune appartenance", "cap pertinença", "no membership"],
    })
}
