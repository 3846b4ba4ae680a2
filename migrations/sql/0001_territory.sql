-- Places: communes, their groupings, and areas that a project or a funder draws for itself.

create table territory (
  id uuid primary key,
  kind text not null check (kind in ('COMMUNE', 'EPCI', 'SYNDICAT', 'PETR', 'PNR', 'GAL', 'DEPARTMENT', 'REGION', 'COUNTRY', 'ADHOC')),
  country text not null default 'FR' check (length(country) = 2),
  code text not null,
  name text not null,
  name_ca text,
  sort_name sortkey not null,
  siren text check (length(siren) = 9),
  postal_codes jsonb not null default '[]',
  population integer check (population >= 0),
  lat double check (lat between -90 and 90),
  lon double check (lon between -180 and 180),
  valid_from date,
  valid_to date,
  successor_id uuid references territory (id),
  check (valid_to is null or valid_from is null or valid_to > valid_from)
);
create unique index territory_current on territory (country, kind, code) where valid_to is null;
create index territory_by_name on territory (sort_name, id);
create index territory_by_kind on territory (kind, sort_name, id);
create index territory_code on territory (code);

-- Which place lies within which, at any distance, each place within itself: one look-up answers both
-- "what lies in this department" and "what does this commune lie in". `direct` marks the links that were given.
create table territory_within (
  ancestor_id uuid not null references territory (id),
  descendant_id uuid not null references territory (id),
  direct boolean not null,
  primary key (ancestor_id, descendant_id)
);
create index territory_within_descendant on territory_within (descendant_id, ancestor_id);

-- Controlled vocabularies.
create table term (
  id uuid primary key,
  scheme text not null check (scheme in ('THEME', 'SECTOR', 'AUDIENCE', 'SKILL')),
  code text not null,
  label jsonb not null,
  parent_id uuid references term (id),
  position integer not null default 0,
  unique (scheme, code)
);
create index term_code on term (code);
create index term_by_position on term (position, id);
create index term_parent on term (parent_id);
