-- What one teaches or learns with (LOM, in short). Lists of codes are JSON lists: a resource holds a few of each.
create table teaching_resource (
  id uuid primary key references record (id),
  level text not null default 'PRIVATE',
  sort_name sortkey not null default '',
  title jsonb not null,
  description jsonb,
  languages jsonb not null,
  resource_types jsonb not null,
  audiences jsonb not null,
  educational_levels jsonb not null,
  min_age integer check (min_age between 0 and 120),
  max_age integer check (max_age between 0 and 120),
  difficulty text check (difficulty in ('VERY_EASY', 'EASY', 'MEDIUM', 'DIFFICULT', 'VERY_DIFFICULT')),
  learning_minutes integer check (learning_minutes > 0),
  format text check (format in ('TEXT', 'IMAGE', 'AUDIO', 'VIDEO', 'INTERACTIVE', 'OBJECT')),
  -- SPDX, or UNKNOWN when nobody knows; null while nobody has said.
  licence text,
  copyright_note text,
  free boolean not null,
  url text,
  published_on date,
  status text not null check (status in ('DRAFT', 'IN_REVIEW', 'PUBLISHED', 'WITHDRAWN')),
  check (max_age is null or min_age is null or max_age >= min_age),
  check (status <> 'PUBLISHED' or (description is not null and licence is not null and languages <> '[]')),
  foreign key (id, level, sort_name) references record (id, effective_visibility, sort_name) on update cascade
);
follow(teaching_resource, id, record, effective_visibility level, sort_name sort_name);
create index teaching_resource_by_name on teaching_resource (sort_name, id);
-- The order of lists by learning time; those that say none come last.
create index teaching_resource_by_minutes on teaching_resource ((coalesce(learning_minutes, 2147483647)), id);
create index teaching_resource_licence on teaching_resource (licence, id);

create table resource_contribution (
  id uuid primary key,
  resource_id uuid not null references teaching_resource (id),
  position integer not null check (position > 0),
  role text not null check (role in ('AUTHOR', 'PUBLISHER', 'EDITOR', 'VALIDATOR', 'ILLUSTRATOR', 'TRANSLATOR')),
  member_id uuid references member (id),
  structure_id uuid references structure (id),
  name text,
  unique (resource_id, position),
  check ((case when member_id is null then 0 else 1 end) + (case when structure_id is null then 0 else 1 end)
    + (case when name is null then 0 else 1 end) = 1)
);
create index resource_contribution_member on resource_contribution (member_id);
create index resource_contribution_structure on resource_contribution (structure_id);

create table resource_relation (
  id uuid primary key,
  from_id uuid not null references teaching_resource (id),
  kind text not null check (kind in ('IS_PART_OF', 'IS_BASED_ON', 'REQUIRES', 'IS_VERSION_OF', 'IS_TRANSLATION_OF', 'REFERENCES')),
  to_id uuid not null references teaching_resource (id),
  unique (from_id, kind, to_id),
  check (from_id <> to_id)
);
create index resource_relation_from on resource_relation (from_id, kind, id);
create index resource_relation_to on resource_relation (to_id, kind, id);

create table resource_link (
  id uuid primary key,
  resource_id uuid not null references teaching_resource (id),
  position integer not null check (position > 0),
  url text not null,
  title text,
  mime text,
  language text,
  alt_text jsonb,
  unique (resource_id, position)
);
