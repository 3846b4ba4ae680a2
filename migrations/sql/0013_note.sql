-- What is told of a record as it goes on. A note is a record under the one that it tells of.
create table note (
  id uuid primary key references record (id),
  level text not null default 'PRIVATE',
  sort_name sortkey not null default '',
  record_id uuid not null references record (id),
  kind text not null check (kind in ('NOTE', 'HIGHLIGHT', 'RISK', 'RESULT', 'LESSON')),
  dated_on date not null,
  body jsonb not null,
  check (record_id <> id),
  foreign key (id, level, sort_name) references record (id, effective_visibility, sort_name) on update cascade
);
follow(note, id, record, effective_visibility level, sort_name sort_name);
create index note_by_name on note (sort_name, id);
-- For the list of all notes, and for those of a record.
create index note_by_day on note (dated_on, id);
create index note_record on note (record_id, dated_on, id);
