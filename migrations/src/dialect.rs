//! The few words in which PostgreSQL and SQLite differ.
//!
//! The files are written with PostgreSQL's types and words of ours: `sortkey` (text compared byte by
//! byte), `sequence` (a number that the database gives), `uuid_of` (the uuid with these 32 hexadecimal digits) and
//! `random_uuid`. SQLite tables are STRICT, so a wrong type is an error there too.

use sea_orm_migration::sea_orm::DbBackend;

const SQLITE: [(&str, &str); 12] = [
    ("uuid", "blob"),
    ("timestamptz", "text"),
    ("date", "text"),
    ("jsonb", "text"),
    ("boolean", "integer"),
    ("bigint", "integer"),
    ("double", "real"),
    ("sortkey", "text"),
    ("sequence", "integer primary key autoincrement"),
    ("smallint", "integer"),
    ("uuid_of", "unhex"),
    ("random_uuid", "randomblob(16)"),
];

const POSTGRES: [(&str, &str); 5] = [
    ("sortkey", "text collate \"C\""),
    ("double", "double precision"),
    ("sequence", "bigint generated always as identity primary key"),
    ("uuid_of", "uuid"),
    ("random_uuid", "gen_random_uuid()"),
];

/// The script in the words of `backend`. Comments are dropped.
pub(crate) fn translate(sql: &str, backend: DbBackend) -> String {
    let (mut tables, mut rest) = (String::new(), sql);
    while let Some((before, after)) = rest.split_once("\nfollow(") {
        let (arguments, after) = after.split_once(");").unwrap_or((after, ""));
        tables.push_str(&words(before, backend));
        tables.push_str(&follow(arguments, backend));
        rest = after;
    }
    tables + &words(rest, backend)
}

/// What makes a new row of `table` take over columns of the row that its column `key` names:
/// `follow(table, key, other table, its column own column, …)`. From then on a foreign key with `on update cascade` keeps
/// them the same.
fn follow(arguments: &str, backend: DbBackend) -> String {
    let mut names = arguments.split(',').map(str::trim);
    let mut next = || names.next().unwrap_or_default();
    let [table, key, other] = [next(), next(), next()];
    let name = format!("{table}_follows_{other}");
    let (theirs, own): (Vec<_>, Vec<_>) = names.filter_map(|pair| pair.split_once(' ')).unzip();
    if backend == DbBackend::Sqlite {
        let (theirs, own) = (theirs.join(", "), own.join(", "));
        return format!(
            "\ncreate trigger {name} after insert on {table} begin \
             update {table} set ({own}) = (select {theirs} from {other} where id = new.{key}) where id = new.id; end;\n"
        );
    }
    let (theirs, own) = (theirs.join(", "), own.join(", new."));
    format!(
        "\ncreate function {name}() returns trigger language plpgsql as $$ begin \
         select {theirs} into new.{own} from {other} where id = new.{key}; return new; end $$;\n\
         create trigger {name} before insert on {table} for each row execute function {name}();\n"
    )
}

fn words(sql: &str, backend: DbBackend) -> String {
    let words: &[(&str, &str)] = if backend == DbBackend::Sqlite { &SQLITE } else { &POSTGRES };
    let mut out = String::with_capacity(sql.len() + 512);
    for line in sql.lines() {
        let code = line.split("--").next().unwrap_or_default();
        for piece in code.split_inclusive(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_') {
            let word =
                piece.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
            let (_, translated) =
                words.iter().find(|(from, _)| *from == word).copied().unwrap_or((word, word));
            out.push_str(translated);
            out.push_str(&piece[word.len()..]);
        }
        out.push('\n');
    }
    if backend == DbBackend::Sqlite { out.split_inclusive("\n);").map(table).collect() } else { out }
}

/// The text up to the end of a table, in SQLite's words: a table that has a key of its own is kept in the order of that
/// key, so that finding a row is one search and not two.
fn table(text: &str) -> String {
    let Some(table) = text.strip_suffix("\n);") else { return text.to_owned() };
    let options = if table.contains("autoincrement") { "strict" } else { "strict, without rowid" };
    format!("{table}\n) {options};")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "create table a ( -- a comment: uuid\n  id uuid primary key,\n  date_of date\n);\n";

    #[test]
    fn types_are_translated_and_names_are_not() {
        assert_eq!(
            translate(SCRIPT, DbBackend::Sqlite),
            "create table a ( \n  id blob primary key,\n  date_of text\n) strict, without rowid;\n"
        );
    }

    #[test]
    fn postgres_keeps_its_own_types() {
        assert!(translate(SCRIPT, DbBackend::Postgres).contains("id uuid primary key"));
    }
}
