-- A partner of the network: the organisation whose structures, provider and programs the hub knows.
create table partner (
  id uuid primary key,
  slug text not null unique,
  name text not null,
  -- The name, folded: what lists are ordered by.
  sort_name sortkey not null,
  site_url text,
  default_visibility text not null default 'NETWORK' check (default_visibility in ('PUBLIC', 'NETWORK', 'SHARED', 'TEAM', 'PRIVATE')),
  state text not null default 'PENDING' check (state in ('PENDING', 'ACTIVE', 'SUSPENDED', 'LEFT')),
  joined_on date,
  version integer not null default 1 check (version > 0),
  -- Who changed it last, and in which version each field last changed.
  history jsonb not null default '{}'
);
create index partner_name on partner (sort_name, id);

-- Every addressable thing has one row here; its own table shares the id. So the access rule, `node(id)`, shares,
-- the change log and later search, files and comments exist once.
create table record (
  id uuid primary key,
  kind text not null,
  visibility text not null check (visibility in ('PUBLIC', 'NETWORK', 'SHARED', 'TEAM', 'PRIVATE')),
  -- The narrower of its own and its parent's; what every read is filtered by. Fails closed. NONE: it is deleted.
  effective_visibility text not null default 'PRIVATE' check (effective_visibility in ('PUBLIC', 'NETWORK', 'SHARED', 'TEAM', 'PRIVATE', 'NONE')),
  -- The record whose visibility narrows this one.
  parent_id uuid references record (id),
  -- The project whose team is this record's team too; a project names itself.
  project_id uuid references record (id),
  -- The structure it belongs to; a structure owns itself.
  owner_id uuid references record (id),
  origin_partner_id uuid references partner (id),
  -- Not published yet, or no more: of those who would read it, only who may change it does, and it is never wider than
  -- SHARED.
  withheld boolean not null default false,
  -- Out of use since then, with that record: itself, or one that it lies under. Read as what is withheld is.
  archived_at timestamptz,
  archived_with uuid references record (id),
  slug text,
  -- The French name or title, folded: what lists are ordered by.
  sort_name sortkey not null,
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  deleted_at timestamptz,
  check ((effective_visibility = 'NONE') = (deleted_at is not null)),
  check ((archived_at is null) = (archived_with is null)),
  check (not (withheld or archived_at is not null) or effective_visibility not in ('PUBLIC', 'NETWORK'))
);
-- A row of a kind's own table says its record's level and name too (`follow`), so that what is public is read and listed
-- without its record; the database keeps them the same.
create unique index record_followed on record (id, effective_visibility, sort_name);
create unique index record_slug on record (kind, slug) where slug is not null and deleted_at is null;
create index record_by_update on record (kind, updated_at, id) where deleted_at is null;
create index record_by_creation on record (kind, created_at, id) where deleted_at is null;
create index record_owner on record (owner_id);
create index record_parent on record (parent_id);
create index record_project on record (project_id);
create index record_archived_with on record (archived_with);

create table record_term (
  record_id uuid not null references record (id),
  term_id uuid not null references term (id),
  primary key (record_id, term_id)
);
create index record_term_term on record_term (term_id, record_id);

-- Who else may read or write one record, by name.
create table share (
  id uuid primary key,
  record_id uuid not null references record (id),
  grantee_kind text not null check (grantee_kind in ('STRUCTURE', 'PARTNER', 'MEMBER')),
  grantee_id uuid not null,
  level text not null check (level in ('READ', 'COMMENT', 'EDIT')),
  expires_at timestamptz,
  granted_by uuid,
  granted_at timestamptz not null,
  unique (record_id, grantee_kind, grantee_id)
);
create index share_grantee on share (grantee_id, grantee_kind);
