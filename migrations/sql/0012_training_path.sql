-- Ways of learning that a structure of the network offers: stages one after the other, each of modules side by side.
create table training_path (
  id uuid primary key references record (id),
  level text not null default 'PRIVATE',
  sort_name sortkey not null default '',
  provider_id uuid not null references structure (id),
  code text,
  title jsonb not null,
  summary jsonb,
  objectives jsonb,
  order_policy text not null check (order_policy in ('ENFORCED', 'RECOMMENDED', 'FREE')),
  modality text not null check (modality in ('ONSITE', 'REMOTE', 'HYBRID')),
  certification text not null check (certification in ('NONE', 'ATTESTATION', 'BADGE', 'RNCP', 'RS')),
  certification_code text,
  -- Of the European Qualifications Framework.
  eu_level integer check (eu_level between 1 and 8),
  -- In cents.
  price bigint check (price between 0 and 10000000000000),
  languages jsonb not null,
  status text not null check (status in ('DRAFT', 'IN_REVIEW', 'PUBLISHED', 'SUSPENDED', 'ARCHIVED')),
  -- The number of its last revision; 0 until there is one.
  revision integer not null check (revision >= 0),
  -- Whether it says something else than its last revision.
  changed boolean not null,
  check ((certification in ('RNCP', 'RS')) = (certification_code is not null)),
  check (status <> 'PUBLISHED' or (revision > 0 and not changed)),
  foreign key (id, level, sort_name) references record (id, effective_visibility, sort_name) on update cascade
);
follow(training_path, id, record, effective_visibility level, sort_name sort_name);
create index training_path_by_name on training_path (sort_name, id);
create index training_path_provider on training_path (provider_id);
create index training_path_status on training_path (status, id);

-- What a path said when it was published: never changed, never deleted.
create table path_revision (
  id uuid primary key,
  path_id uuid not null references training_path (id),
  number integer not null check (number > 0),
  published_at timestamptz not null,
  published_by uuid,
  provider_id uuid not null references structure (id),
  code text,
  title jsonb not null,
  summary jsonb,
  objectives jsonb,
  order_policy text not null,
  modality text not null,
  certification text not null,
  certification_code text,
  eu_level integer,
  price bigint,
  languages jsonb not null,
  unique (path_id, number)
);
create index path_revision_provider on path_revision (provider_id);

-- Stages and modules stand in the path as it is, or, when they name one, in a revision of it.
create table path_stage (
  id uuid primary key,
  path_id uuid not null references training_path (id),
  revision_id uuid references path_revision (id),
  position integer not null check (position > 0),
  title jsonb not null
);
create unique index path_stage_position on path_stage (path_id, position) where revision_id is null;
create unique index path_stage_frozen on path_stage (revision_id, position) where revision_id is not null;
create index path_stage_path on path_stage (path_id);

create table path_module (
  id uuid primary key,
  path_id uuid not null references training_path (id),
  revision_id uuid references path_revision (id),
  stage_id uuid not null references path_stage (id),
  position integer not null check (position > 0),
  kind text not null check (kind in ('LESSON', 'WORKSHOP', 'RESOURCE', 'VISIT', 'PRACTICE', 'ASSESSMENT')),
  title jsonb not null,
  minutes integer not null check (minutes > 0),
  required boolean not null,
  resource_id uuid references teaching_resource (id),
  unique (stage_id, position),
  check (kind <> 'RESOURCE' or resource_id is not null)
);
create index path_module_path on path_module (path_id);
create index path_module_revision on path_module (revision_id);
create index path_module_resource on path_module (resource_id, path_id);

-- That one has to have done a module before another one.
create table module_prerequisite (
  module_id uuid not null references path_module (id),
  requires_id uuid not null references path_module (id),
  primary key (module_id, requires_id),
  check (module_id <> requires_id)
);
create index module_prerequisite_requires on module_prerequisite (requires_id, module_id);
