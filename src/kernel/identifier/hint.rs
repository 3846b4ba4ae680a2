//! What to tell a person whose number is refused: a closed list of sentences, each in the three languages.
//!
//! A hint says what to do, never only what is wrong. It repeats nothing of what was typed: a number may be secret,
//! a megabyte long, or markup.

use crate::kernel::locale::Locale;

/// Declares a variant with its sentences side by side, so that none can be without its three languages.
macro_rules! hints {
    ($($name:ident { $fr:literal, $ca:literal, $en:literal })+) => {
        /// What to do about a refused identifier.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Hint {
            $(#[doc = $en] $name,)+
        }

        impl Hint {
            /// The sentence, in the reader's language.
            #[must_use]
            pub const fn text(self, locale: Locale) -> &'static str {
                match (self, locale) {
                    $((Self::$name, Locale::Fr) => $fr,
                      (Self::$name, Locale::Ca) => $ca,
                      (Self::$name, Locale::En) => $en,)+
                }
            }

            /// Every hint, in the order in which they are declared.
            #[cfg(test)]
            pub(super) const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

hints! {
    Empty {
        "Saisissez le numéro, ou laissez le champ absent.",
        "Escriviu el número, o deixeu el camp absent.",
        "Type the number, or leave the field out."
    }
    OnlyDigits {
        "N'utilisez que les chiffres de 0 à 9.",
        "Feu servir només les xifres del 0 al 9.",
        "Use only the digits 0 to 9."
    }
    Spreadsheet {
        "Un tableur a abrégé ce numéro (notation E+) : mettez la colonne au format texte et saisissez-le de nouveau.",
        "Un full de càlcul ha abreujat aquest número (notació E+): poseu la columna en format text i torneu-lo a escriure.",
        "A spreadsheet shortened this number (E+ notation): give the column as text and type the number again."
    }
    LostZeros {
        "Il manque un chiffre, sans doute un zéro en tête ôté par un tableur : mettez la colonne au format texte.",
        "Falta una xifra, segurament un zero inicial tret per un full de càlcul: poseu la columna en format text.",
        "One digit is missing, probably a leading zero dropped by a spreadsheet: give the column as text."
    }
    AllZeros {
        "Remplacez les zéros par le vrai numéro, ou laissez le champ absent.",
        "Substituïu els zeros pel número veritable, o deixeu el camp absent.",
        "Replace the zeros with the real number, or leave the field out."
    }
    Checksum {
        "Relisez le numéro caractère par caractère : sa clé de contrôle ne correspond pas.",
        "Reviseu el número caràcter per caràcter: la clau de control no hi correspon.",
        "Check the number character by character: its check key does not match."
    }
    SirenLength {
        "Donnez les 9 chiffres du SIREN.",
        "Doneu les 9 xifres del SIREN.",
        "Give the 9 digits of the SIREN."
    }
    SiretInSiren {
        "C'est un SIRET : ne gardez que ses 9 premiers chiffres.",
        "És un SIRET: deixeu-hi només les 9 primeres xifres.",
        "This is a SIRET: keep only its first 9 digits."
    }
    SiretLength {
        "Donnez les 14 chiffres du SIRET.",
        "Doneu les 14 xifres del SIRET.",
        "Give the 14 digits of the SIRET."
    }
    SirenInSiret {
        "C'est un SIREN : ajoutez les 5 chiffres de l'établissement pour en faire un SIRET.",
        "És un SIREN: afegiu-hi les 5 xifres de l'establiment per fer-ne un SIRET.",
        "This is a SIREN: add the 5 digits of the establishment to make it a SIRET."
    }
    SirenOfSiret {
        "Relisez les 9 premiers chiffres : ils ne forment pas un SIREN.",
        "Reviseu les 9 primeres xifres: no formen un SIREN.",
        "Check the first 9 digits: they are not a SIREN."
    }
    EpciPrefix {
        "Donnez le SIREN de l'intercommunalité : il commence par 2.",
        "Doneu el SIREN de la intercomunalitat: comença per 2.",
        "Give the SIREN of the intercommunality: it starts with 2."
    }
    RnaShape {
        "Donnez le numéro RNA du récépissé de la préfecture : W, puis 9 caractères, comme W662000123.",
        "Doneu el número RNA del rebut de la prefectura: W i 9 caràcters, com W662000123.",
        "Give the RNA number of the prefecture's receipt: W, then 9 characters, as in W662000123."
    }
    RnaAnnouncement {
        "C'est un numéro d'annonce au Journal officiel : donnez le numéro RNA du récépissé, qui commence par W.",
        "És un número d'anunci al Diari oficial: doneu el número RNA del rebut, que comença per W.",
        "This is an announcement number of the Journal officiel: give the RNA number of the receipt, which starts with W."
    }
    RnaOldFile {
        "C'est un ancien numéro de dossier WALDEC : demandez à la préfecture le numéro RNA, qui commence par W.",
        "És un número antic d'expedient WALDEC: demaneu a la prefectura el número RNA, que comença per W.",
        "This is an old WALDEC file number: ask the prefecture for the RNA number, which starts with W."
    }
    SirenInRna {
        "C'est un numéro SIREN ou SIRET : mettez-le dans son propre champ.",
        "És un número SIREN o SIRET: poseu-lo al seu camp.",
        "This is a SIREN or a SIRET: put it in its own field."
    }
    CommuneShape {
        "Donnez le code INSEE de la commune, 5 caractères comme 66149 ; ce n'est pas le code postal.",
        "Doneu el codi INSEE del municipi, 5 caràcters com 66149; no és el codi postal.",
        "Give the INSEE code of the commune, 5 characters as in 66149; it is not the postal code."
    }
    CommuneCountry {
        "C'est le code INSEE d'un pays étranger : donnez celui d'une commune française.",
        "És el codi INSEE d'un país estranger: doneu el d'un municipi francès.",
        "This is the INSEE code of a foreign country: give that of a French commune."
    }
    CorsicaInsee {
        "Pour la Corse, commencez par 2A ou 2B : 20 ne sert plus que dans les codes postaux.",
        "Per a Còrsega, comenceu per 2A o 2B: el 20 ja només serveix en els codis postals.",
        "For Corsica, start with 2A or 2B: 20 is used in postal codes only."
    }
    CorsicaPostal {
        "Pour la Corse, commencez le code postal par 20 : 2A et 2B ne servent que dans les codes INSEE.",
        "Per a Còrsega, comenceu el codi postal per 20: 2A i 2B només serveixen en els codis INSEE.",
        "For Corsica, start the postal code with 20: 2A and 2B are used in INSEE codes only."
    }
    PostalShape {
        "Donnez un code postal français à 5 chiffres, comme 66500.",
        "Doneu un codi postal francès de 5 xifres, com 66500.",
        "Give a French postal code of 5 digits, as in 66500."
    }
    DepartementShape {
        "Donnez le code d'un département, comme 66, 2A ou 974.",
        "Doneu el codi d'un departament, com 66, 2A o 974.",
        "Give the code of a département, such as 66, 2A or 974."
    }
    UaiShape {
        "Donnez le code UAI de l'établissement : 7 chiffres et une lettre, comme 0660010C.",
        "Doneu el codi UAI del centre: 7 xifres i una lletra, com 0660010C.",
        "Give the UAI code of the school: 7 digits and a letter, as in 0660010C."
    }
    RncpShape {
        "Écrivez RNCP suivi de 3 à 6 chiffres, comme RNCP35974.",
        "Escriviu RNCP i de 3 a 6 xifres, com RNCP35974.",
        "Write RNCP and 3 to 6 digits, as in RNCP35974."
    }
    RsInRncp {
        "C'est un code du répertoire spécifique : mettez-le dans le champ RS.",
        "És un codi del repertori específic: poseu-lo al camp RS.",
        "This is a code of the répertoire spécifique: put it in the RS field."
    }
    RsShape {
        "Écrivez RS suivi de 1 à 6 chiffres, comme RS5787.",
        "Escriviu RS i d'1 a 6 xifres, com RS5787.",
        "Write RS and 1 to 6 digits, as in RS5787."
    }
    RncpInRs {
        "C'est un code RNCP : mettez-le dans le champ RNCP.",
        "És un codi RNCP: poseu-lo al camp RNCP.",
        "This is an RNCP code: put it in the RNCP field."
    }
    NafShape {
        "Écrivez le code NAF avec 4 chiffres et une lettre, comme 94.99Z.",
        "Escriviu el codi NAF amb 4 xifres i una lletra, com 94.99Z.",
        "Write the NAF code with 4 digits and a letter, as in 94.99Z."
    }
    NdaShape {
        "Donnez les 11 caractères du numéro de déclaration d'activité, comme 76 66 01234 66.",
        "Doneu els 11 caràcters del número de declaració d'activitat, com 76 66 01234 66.",
        "Give the 11 characters of the training provider's declaration number, as in 76 66 01234 66."
    }
    UnknownKind {
        "Choisissez un type d'identifiant connu : siren, siret, rna, insee, postal, departement, epci, uai, rncp, rs, naf ou nda.",
        "Trieu un tipus d'identificador conegut: siren, siret, rna, insee, postal, departement, epci, uai, rncp, rs, naf o nda.",
        "Choose a known kind of identifier: siren, siret, rna, insee, postal, departement, epci, uai, rncp, rs, naf or nda."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hint_is_one_sentence_in_each_language() {
        for hint in Hint::ALL {
            for locale in Locale::ALL {
                let text = hint.text(locale);
                assert!(text.ends_with('.') && !text.contains(". "), "{hint:?} in {locale}: {text}");
            }
            assert_ne!(hint.text(Locale::Fr), hint.text(Locale::Ca), "{hint:?}");
        }
    }
}
