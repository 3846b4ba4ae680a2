-- What the clock told of a record: the day that was told of is not told of again, another one is.
create table announcement (
  record_id uuid not null references record (id),
  event text not null,
  day date not null,
  at timestamptz not null,
  primary key (record_id, event, day)
);

-- For the clock, which looks for what is over.
create index share_expiry on share (expires_at) where expires_at is not null;
create index membership_expiry on membership (expires_at) where state = 'INVITED';

-- Bytes that were sent and that nothing has taken yet, or that nothing needs any more: they go after `expires_at`.
create table upload (
  id uuid primary key,
  filename text not null,
  mime text not null,
  -- Once they are there whole.
  size bigint check (size > 0),
  sha256 text check (length(sha256) = 64),
  actor_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  check ((size is null) = (sha256 is null))
);
create index upload_expiry on upload (expires_at);
create index upload_actor on upload (actor_id, expires_at);

-- A file of a record, seen by who sees the record. Its bytes are kept under its id, outside the database.
create table file (
  id uuid primary key,
  record_id uuid not null references record (id),
  position integer not null check (position > 0),
  role text not null check (role in ('CONTENT', 'COVER', 'ATTACHMENT')),
  filename text not null,
  mime text not null,
  size bigint not null check (size > 0),
  sha256 text not null check (length(sha256) = 64),
  alt_text jsonb,
  version integer not null default 1 check (version > 0),
  added_by uuid,
  added_at timestamptz not null,
  updated_by uuid,
  updated_at timestamptz not null
);
create index file_record on file (record_id, position, id);

-- A file that somebody has the hub import: tried first, then applied. One server at a time works on it.
create table import_job (
  id uuid primary key,
  kind text not null,
  -- Where the bytes are.
  upload_id uuid not null,
  filename text not null,
  sha256 text not null check (length(sha256) = 64),
  mapping jsonb,
  locale text not null,
  dry_run boolean not null,
  dry_run_of uuid references import_job (id),
  state text not null check (state in ('QUEUED', 'RUNNING', 'DONE', 'FAILED')),
  applied integer not null default 0,
  total integer,
  -- What became of the lines, once it is DONE.
  creates integer,
  updates integer,
  unchanged integer,
  duplicates integer,
  errors integer,
  warnings integer,
  unmapped jsonb not null default '[]',
  -- Why it is FAILED.
  failure text,
  created_by uuid not null,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  -- The server that works on it, and until when nobody else does.
  holder uuid,
  held_until timestamptz,
  attempts integer not null default 0,
  check (dry_run = (1 = 1) or dry_run_of is not null),
  check ((state = 'FAILED') = (failure is not null))
);
create index import_job_open on import_job (created_at, id) where state in ('QUEUED', 'RUNNING');
create index import_job_dry_run on import_job (dry_run_of);

-- The lines of an import that need a person.
create table import_row (
  id uuid primary key,
  job_id uuid not null references import_job (id),
  position integer not null,
  line integer not null,
  state text not null check (state in ('CREATE', 'UPDATE', 'UNCHANGED', 'DUPLICATE', 'ERROR')),
  unique (job_id, position)
);

create table import_fault (
  id uuid primary key,
  row_id uuid not null references import_row (id),
  position integer not null,
  code text not null,
  column_name text,
  field text,
  message text not null,
  unique (row_id, position)
);
