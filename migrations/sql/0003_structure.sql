create table structure (
  id uuid primary key references record (id),
  level text not null default 'PRIVATE',
  sort_name sortkey not null default '',
  kind text not null check (kind in ('ASSOCIATIVE', 'PRIVATE', 'PUBLIC')),
  name text not null check (length(name) between 2 and 200),
  acronym text,
  legal_name text,
  partner_id uuid references partner (id),
  parent_id uuid references structure (id),
  is_branch boolean not null default false,
  siren text check (length(siren) = 9),
  siret text check (length(siret) = 14),
  rna text check (length(rna) = 10),
  uai text check (length(uai) = 8),
  nda text check (length(nda) = 11),
  naf_code text check (length(naf_code) = 6),
  naf_version text check (naf_version in ('NAF2', 'NAF2025')),
  foreign_scheme text,
  foreign_id text,
  identifier_waiver text check (identifier_waiver in ('IN_CREATION', 'UNREGISTERED_COLLECTIVE', 'LOCAL_LAW_ALSACE_MOSELLE', 'FOREIGN', 'OTHER')),
  description jsonb,
  email text,
  phone text,
  website text,
  address_line text,
  postal_code text,
  territory_id uuid references territory (id),
  lat double check (lat between -90 and 90),
  lon double check (lon between -180 and 180),
  geo_precision text not null default 'COMMUNE' check (geo_precision in ('EXACT', 'STREET', 'COMMUNE', 'HIDDEN')),
  status text not null default 'DRAFT' check (status in ('DRAFT', 'PENDING', 'ACTIVE', 'SUSPENDED', 'ARCHIVED', 'MERGED')),
  merged_into uuid references structure (id),
  registry_state text not null default 'UNKNOWN' check (registry_state in ('UNKNOWN', 'ACTIVE', 'CLOSED', 'NOT_FOUND', 'PARTIAL_DIFFUSION')),
  check (siret is null or siren = substr(siret, 1, 9)),
  check (rna is null or kind = 'ASSOCIATIVE'),
  check (not (is_branch = (1 = 1)) or (parent_id is not null and siret is null and rna is null)),
  check (parent_id <> id),
  check ((status = 'MERGED') = (merged_into is not null)),
  check (merged_into <> id),
  check ((naf_code is null) = (naf_version is null)),
  check (status <> 'ACTIVE' or is_branch = (1 = 1) or siren is not null or rna is not null or uai is not null
    or (foreign_scheme is not null and foreign_id is not null) or identifier_waiver is not null),
  foreign key (id, level, sort_name) references record (id, effective_visibility, sort_name) on update cascade
);
follow(structure, id, record, effective_visibility level, sort_name sort_name);
create index structure_by_name on structure (sort_name, id);
-- What participations say of their structure too.
create unique index structure_followed on structure (id, level, name, kind);
create unique index structure_siret on structure (siret) where siret is not null and status not in ('MERGED', 'ARCHIVED');
create unique index structure_rna on structure (rna) where rna is not null and status not in ('MERGED', 'ARCHIVED');
create unique index structure_uai on structure (uai) where uai is not null and status not in ('MERGED', 'ARCHIVED');
create index structure_siren on structure (siren);
create index structure_siret_any on structure (siret);
create index structure_rna_any on structure (rna);
create index structure_uai_any on structure (uai);
create index structure_territory on structure (territory_id, kind);
create index structure_parent on structure (parent_id);
create index structure_partner on structure (partner_id);
create index structure_merged on structure (merged_into);

-- Where it works, beside where it sits.
create table structure_action_territory (
  structure_id uuid not null references structure (id),
  territory_id uuid not null references territory (id),
  primary key (structure_id, territory_id)
);
create index structure_action_territory_territory on structure_action_territory (territory_id, structure_id);

-- In which places each structure sits, at any distance, in the order of names: what the list of a place walks.
-- It follows from structure, record and territory_within; who changes one of them writes it again.
create table structure_place (
  territory_id uuid not null references territory (id),
  sort_name sortkey not null,
  structure_id uuid not null references structure (id),
  kind text not null,
  primary key (territory_id, sort_name, structure_id, kind)
);
create index structure_place_structure on structure_place (structure_id, territory_id);

create table quality_label (
  id uuid primary key,
  structure_id uuid not null references structure (id),
  scheme text not null check (scheme in ('QUALIOPI', 'ESUS', 'OTHER')),
  scopes jsonb not null default '[]',
  number text,
  issuer text,
  valid_from date,
  valid_to date,
  check (valid_to is null or valid_from is null or valid_to >= valid_from)
);
create index quality_label_structure on quality_label (structure_id);
