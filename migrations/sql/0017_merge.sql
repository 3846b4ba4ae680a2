-- Two structures that were found to be one. The loser's record is deleted, and stands for the winner; all that named it
-- names the winner, and what is listed here names it again when the merge is undone.
create table structure_merge (
  id uuid primary key,
  winner_id uuid not null references structure (id),
  loser_id uuid not null references structure (id),
  -- How the loser stood before.
  loser_status text not null,
  merged_by uuid,
  merged_at timestamptz not null,
  undone_at timestamptz,
  check (winner_id <> loser_id)
);
create unique index structure_merge_open on structure_merge (loser_id) where undone_at is null;
create index structure_merge_winner on structure_merge (winner_id);

-- What a merge moved or changed: the row, and where it needs more than its name, how it was.
create table structure_merge_move (
  merge_id uuid not null references structure_merge (id),
  place text not null,
  row_id uuid not null,
  detail text not null default '',
  primary key (merge_id, place, row_id, detail)
);
