//! The settings: from the environment and, below it, from `.env` in the working directory.

use std::collections::HashMap;
use std::io::ErrorKind;

use anyhow::{Context, anyhow};
use respyrem::config::Config;

use super::output;
use super::words::say;

const FILE: &str = ".env";

/// Every setting.
pub(super) fn config() -> anyhow::Result<Config> {
    let file = file()?;
    let lookup = |name: &str| std::env::var(name).ok().or_else(|| file.get(name).cloned());
    Ok(Config::from_lookup(&lookup)?)
}

/// `respyrem env`
pub(super) fn print() -> anyhow::Result<()> {
    output::answer(&Config::env_example())
}

/// What `.env` says; nothing when there is none. The process's own environment stays as it is.
fn file() -> anyhow::Result<HashMap<String, String>> {
    let entries = match dotenvy::from_path_iter(FILE) {
        Ok(entries) => entries,
        Err(dotenvy::Error::Io(error)) if error.kind() == ErrorKind::NotFound => return Ok(HashMap::new()),
        Err(error) => {
            return Err(error).context(say([
                "le fichier .env ne peut pas être lu",
                "no es pot llegir el fitxer .env",
                "the file .env cannot be read",
            ]));
        }
    };
    entries.collect::<Result<_, _>>().map_err(|error| match error {
        dotenvy::Error::LineParse(line, _) => {
            let name = name(&line);
            anyhow!(say([
                format!("le fichier .env n'est pas compris à {name} : écrivez NOM=valeur, entre guillemets s'il y a des espaces"),
                format!("no s'entén el fitxer .env a {name}: escriviu NOM=valor, entre cometes si hi ha espais"),
                format!("the file .env cannot be understood at {name}: write NAME=value, with quotes around blanks"),
            ]))
        }
        error => anyhow!(say([
            format!("le fichier .env ne peut pas être lu : {error}"),
            format!("no es pot llegir el fitxer .env: {error}"),
            format!("the file .env cannot be read: {error}"),
        ])),
    })
}

/// The name at the beginning of a line: the rest of it may be a secret.
fn name(line: &str) -> &str {
    let end = line.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    &line[..end.unwrap_or(line.len())]
}
