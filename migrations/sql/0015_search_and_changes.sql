-- By which words each record is found: folded, whole and down to their stems, the same bytes on both databases. It follows
-- from the records' texts; the store writes it in the transaction that changes them, and `respyrem reindex` all of it.
create table search_word (
  kind text not null,
  word sortkey not null,
  record_id uuid not null references record (id),
  -- How much a record says the word: more in a title than in a description.
  weight integer not null check (weight > 0),
  primary key (kind, word, record_id)
);
create index search_word_record on search_word (record_id);

-- Whether the record was withheld or archived on both sides of a change, so that who may change it is told of it too: the
-- levels beside say who reads it otherwise.
alter table outbox add column withheld_before boolean;
alter table outbox add column withheld_after boolean;
