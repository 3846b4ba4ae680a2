//! What the pages of signing in say, in the hub's three languages.

use super::page::Page;
use crate::kernel::locale::Locale;

/// The words of a page. They are trusted: they may hold markup.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) text: &'static str,
    pub(super) button: Option<&'static str>,
}

pub(super) fn words(page: Page, locale: Locale) -> Words {
    match page {
        Page::Ask => ask(locale),
        Page::Gone => gone(locale),
        Page::Done => done(locale),
    }
}

fn ask(locale: Locale) -> Words {
    let (title, text, button) = match locale {
        Locale::Fr => (
            "Se connecter",
            "Ce lien ouvre votre session sur cet appareil. Il ne sert qu’une fois.",
            "Ouvrir la session",
        ),
        Locale::Ca => (
            "Inicia la sessió",
            "Aquest enllaç obre la vostra sessió en aquest dispositiu. Només serveix una vegada.",
            "Obre la sessió",
        ),
        Locale::En => (
            "Sign in",
            "This link opens your session on this device. It works once only.",
            "Open the session",
        ),
    };
    Words { title, text, button: Some(button) }
}

fn gone(locale: Locale) -> Words {
    let (title, text) = match locale {
        Locale::Fr => (
            "Ce lien n’est plus valable",
            "Il a déjà servi, ou il est trop ancien. Demandez-en un autre à la personne qui vous l’a donné.",
        ),
        Locale::Ca => (
            "Aquest enllaç ja no és vàlid",
            "Ja s’ha fet servir o és massa antic. Demaneu-ne un altre a la persona que us el va donar.",
        ),
        Locale::En => (
            "This link is no longer valid",
            "It was used before, or it is too old. Ask for another one from the person who gave it to you.",
        ),
    };
    Words { title, text, button: None }
}

fn done(locale: Locale) -> Words {
    let (title, text) = match locale {
        Locale::Fr => ("Session ouverte", "Vous pouvez maintenant utiliser le réseau depuis cet appareil."),
        Locale::Ca => ("Sessió oberta", "Ja podeu fer servir la xarxa des d’aquest dispositiu."),
        Locale::En => ("Signed in", "You can now use the network from this device."),
    };
    Words { title, text, button: None }
}
