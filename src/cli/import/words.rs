//! What `respyrem import` says, in the hub's three languages.

use std::fmt::Write as _;

use respyrem::exchange::apply::Report;
use respyrem::exchange::fields::CellFault;
use respyrem::kernel::locale::Locale;

/// One sentence in French, Catalan and English.
type Words = [&'static str; 3];

pub(super) const INTERRUPTED: Words = [
    "l'import s'est arrêté : ce qui est fait est gardé, relancez-le pour le terminer",
    "la importació s'ha aturat: el que s'ha fet es conserva, torneu-la a llançar per acabar-la",
    "the import stopped: what is done is kept, run it again to complete it",
];
pub(super) const OTHER_KIND: Words = [
    "la correspondance ne décrit pas ce type d'enregistrement (--kind)",
    "la correspondència no descriu aquest tipus de registre (--kind)",
    "the mapping does not tell this kind of record (--kind)",
];
const REHEARSED: Words = [
    "Essai à blanc : rien n'a été écrit.",
    "Assaig en sec: no s'ha escrit res.",
    "Dry run: nothing was written.",
];
const COUNTED: [Words; 6] = [
    ["créés", "creats", "created"],
    ["modifiés", "modificats", "updated"],
    ["inchangés", "sense canvis", "unchanged"],
    ["doublons", "duplicats", "duplicates"],
    ["erreurs", "errors", "errors"],
    ["avertissements", "avisos", "warnings"],
];
const UNMAPPED: Words = ["colonnes non reprises", "columnes no agafades", "columns not taken"];

/// One line about one fault.
pub(super) fn remark(remark: &CellFault, locale: Locale) -> String {
    let CellFault { line, column, message, .. } = remark;
    let place = match (locale, column.as_str()) {
        (Locale::Fr, "") => format!("ligne {line} :"),
        (Locale::Fr, column) => format!("ligne {line}, colonne « {column} » :"),
        (Locale::Ca, "") => format!("línia {line}:"),
        (Locale::Ca, column) => format!("línia {line}, columna «{column}»:"),
        (Locale::En, "") => format!("line {line}:"),
        (Locale::En, column) => format!("line {line}, column \"{column}\":"),
    };
    format!("{place} {message}\n")
}

/// That some faults are not printed.
pub(super) fn hidden(count: usize, locale: Locale) -> String {
    locale.of([
        format!("… et {count} autres : --report FICHIER.csv les écrit tous\n"),
        format!("… i {count} més: --report FITXER.csv els escriu tots\n"),
        format!("… and {count} more: --report FILE.csv writes them all\n"),
    ])
}

/// The sums, one a line, and the columns that nothing took.
pub(super) fn sums(report: &Report, rehearsed: bool, locale: Locale) -> String {
    let summary = report.summary;
    let counts = [
        summary.created,
        summary.updated,
        summary.unchanged,
        summary.duplicates,
        summary.errors,
        summary.warnings,
    ];
    let mut text = String::new();
    if rehearsed {
        text.push_str(locale.of(REHEARSED));
        text.push('\n');
    }
    for (words, count) in COUNTED.iter().zip(counts) {
        let _ = writeln!(text, "{:<24}{count:>8}", locale.of(*words));
    }
    let _ = writeln!(text, "{:<24}{:>8}", locale.of(UNMAPPED), report.unmapped.len());
    for column in &report.unmapped {
        let _ = writeln!(text, "  {column}");
    }
    text
}
