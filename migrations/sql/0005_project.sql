create table project (
  id uuid primary key references record (id),
  level text not null default 'PRIVATE',
  sort_name sortkey not null default '',
  kind text not null check (kind in ('PROGRAMME', 'PROJECT')),
  programme_id uuid references project (id),
  code text,
  title jsonb not null,
  summary jsonb,
  description jsonb,
  phase text not null default 'IDEA' check (phase in ('IDEA', 'STUDY', 'OPERATION', 'CLOSED')),
  status text not null default 'NOT_STARTED' check (status in ('NOT_STARTED', 'IN_PROGRESS', 'PAUSED', 'BLOCKED', 'ABANDONED', 'COMPLETED')),
  status_reason text,
  starts_on date,
  ends_on date,
  budget bigint check (budget >= 0),
  check (ends_on is null or starts_on is null or ends_on >= starts_on),
  check (programme_id <> id),
  check (kind = 'PROJECT' or programme_id is null),
  check (status not in ('BLOCKED', 'ABANDONED') or status_reason is not null),
  check (status not in ('ABANDONED', 'COMPLETED') or phase = 'CLOSED'),
  foreign key (id, level, sort_name) references record (id, effective_visibility, sort_name) on update cascade
);
follow(project, id, record, effective_visibility level, sort_name sort_name);
create index project_by_name on project (sort_name, id);
create index project_by_start on project (coalesce(starts_on, '9999-12-31'), id);
create index project_by_end on project (coalesce(ends_on, '9999-12-31'), id);
create index project_programme on project (programme_id);

create table participation (
  id uuid primary key,
  project_id uuid not null references project (id),
  structure_id uuid not null references structure (id),
  role text not null check (role in ('LEAD', 'PARTNER', 'FUNDER', 'PROVIDER', 'BENEFICIARY', 'OBSERVER')),
  state text not null default 'PROPOSED' check (state in ('PROPOSED', 'ACCEPTED', 'DECLINED', 'LEFT')),
  -- Which side proposed it: the other one decides.
  proposed_by text not null check (proposed_by in ('PROJECT', 'STRUCTURE')),
  since date,
  until date,
  decided_by uuid,
  decided_at timestamptz,
  created_at timestamptz not null,
  version integer not null default 1 check (version > 0),
  -- The structure's level, as `level` elsewhere, and what a sheet shows of it.
  structure_level text not null default 'PRIVATE',
  structure_name text not null default '',
  structure_kind text not null default '',
  foreign key (structure_id, structure_level, structure_name, structure_kind)
    references structure (id, level, name, kind) on update cascade
);
follow(participation, structure_id, structure, level structure_level, name structure_name, kind structure_kind);
create unique index participation_once on participation (project_id, structure_id, role) where state in ('PROPOSED', 'ACCEPTED');
create unique index participation_lead on participation (project_id) where role = 'LEAD' and state = 'ACCEPTED';
create index participation_structure on participation (structure_id, state, project_id);
-- With what a sheet shows of a participation: a page of them is read from the index alone.
create index participation_project
  on participation (project_id, state, created_at, id, structure_level, structure_id, structure_name, structure_kind, role);

create table project_member (
  id uuid primary key,
  project_id uuid not null references project (id),
  member_id uuid not null references member (id),
  role text not null check (role in ('PILOT', 'REFERENT', 'CONTRIBUTOR', 'ADVISER', 'OBSERVER')),
  structure_id uuid references structure (id),
  since date,
  unique (project_id, member_id)
);
create index project_member_member on project_member (member_id, role);
