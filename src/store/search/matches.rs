//! A search as SQL.

use crate::kernel::kind::Kind;
use crate::kernel::search::{Query, QueryWord};
use crate::store::Sql;

/// How much it counts that a word is found as it was typed, by its stem, or by its beginning.
const AS_TYPED: &str = "4";
const BY_STEM: &str = "3";
const BY_BEGINNING: &str = "2";

/// After every text that begins with some other one.
const LAST: char = char::MAX;

/// Appends a query for the records of `kinds` in which every word of `query` is found: their `kind`, `id` and `rank`, the less
/// the better. Says nothing of who sees them.
pub fn push_matches(sql: &mut Sql, kinds: &[Kind], query: &Query) {
    let words = query.words();
    sql.push("select h.kind, h.id, -(");
    for word in 0..words.len() {
        sql.push(if word == 0 { "" } else { " + " });
        push_best(sql, word);
    }
    sql.push(") as rank from (");
    for (number, word) in words.iter().enumerate() {
        sql.push(if number == 0 { "" } else { " union all " });
        push_word(sql, kinds, number, word);
    }
    sql.push(") h group by h.kind, h.id");
    for word in 0..words.len() {
        sql.push(if word == 0 { " having " } else { " and " });
        push_best(sql, word);
        sql.push(" > 0");
    }
}

/// Appends how well the word with that number is found in a record: not at all is 0.
fn push_best(sql: &mut Sql, word: usize) {
    sql.push("max(case when h.word = ").push_number(word).push(" then h.score else 0 end)");
}

/// Appends a query for the records in which the word is found: walks along the index, one for each form.
fn push_word(sql: &mut Sql, kinds: &[Kind], number: usize, word: &QueryWord) {
    push_hits(sql, kinds, number);
    sql.push("case when s.word = ").bind(word.whole.clone()).push(" then ").push(AS_TYPED).push(" else ");
    sql.push(BY_STEM).push(" end as score from search_word s where ");
    push_kinds(sql, kinds);
    sql.push(" and ").any_text("s.word", &word.forms);
    if word.is_beginning {
        sql.push(" union all ");
        push_hits(sql, kinds, number);
        sql.push(BY_BEGINNING).push(" from search_word s where ");
        push_kinds(sql, kinds);
        sql.push(" and s.word > ").bind(word.whole.clone());
        sql.push(" and s.word < ").bind(format!("{}{LAST}", word.whole));
    }
}

/// One kind is known beforehand: rows are grouped without looking at it.
fn push_hits(sql: &mut Sql, kinds: &[Kind], number: usize) {
    match kinds {
        [kind] => sql.push("select '").push(kind.as_str()).push("' as kind"),
        _ => sql.push("select s.kind"),
    };
    sql.push(", s.record_id as id, ").push_number(number).push(" as word, s.weight * ");
}

fn push_kinds(sql: &mut Sql, kinds: &[Kind]) {
    for (position, kind) in kinds.iter().enumerate() {
        sql.push(if position == 0 { "s.kind in ('" } else { "', '" }).push(kind.as_str());
    }
    sql.push(if kinds.is_empty() { "1 = 0" } else { "')" });
}

#[cfg(test)]
mod tests {
    use sea_orm::DbBackend;

    use super::*;

    #[test]
    fn what_is_looked_for_is_bound() {
        let query = Query::read("pain d'épices", "query").unwrap().unwrap();
        for backend in [DbBackend::Postgres, DbBackend::Sqlite] {
            let mut sql = Sql::new(backend);
            push_matches(&mut sql, &[Kind::Structure], &query);
            assert!(!sql.text().contains("pain") && !sql.text().contains("epice"), "{}", sql.text());
        }
    }
}
