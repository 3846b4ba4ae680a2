-- Aids that pay for what structures do: grants, loans, advice, prizes.
create table funding_source (
  id uuid primary key references record (id),
  level text not null default 'PRIVATE',
  sort_name sortkey not null default '',
  -- Who gives it. Many are known by the name of who gives them only.
  funder_id uuid references structure (id),
  funder_name text,
  programme text,
  title jsonb not null,
  summary jsonb,
  aid_type text not null check (aid_type in ('GRANT', 'LOAN', 'RECOVERABLE_ADVANCE', 'TAX_SCHEME', 'IN_KIND', 'ENGINEERING', 'PRIZE', 'OTHER')),
  eu_fund text check (eu_fund in ('FEADER', 'FEDER', 'FSE_PLUS', 'FEAMPA', 'INTERREG', 'OTHER')),
  -- The share of the cost that it pays, in basis points.
  min_rate integer check (min_rate between 0 and 10000),
  max_rate integer check (max_rate between 0 and 10000),
  -- In cents; bounded so that an amount times a rate stays a bigint.
  min_amount bigint check (min_amount between 0 and 10000000000000),
  max_amount bigint check (max_amount between 0 and 10000000000000),
  opens_on date,
  closes_on date,
  recurrence text not null check (recurrence in ('PERMANENT', 'ONE_OFF', 'RECURRING')),
  application_url text,
  last_confirmed_on date,
  -- Limits that plans which use it have to keep, in the funder's own terms.
  rules jsonb not null default '{}',
  status text not null default 'DRAFT' check (status in ('DRAFT', 'IN_REVIEW', 'PUBLISHED', 'CLOSED', 'ARCHIVED')),
  check (min_rate is null or max_rate is null or min_rate <= max_rate),
  check (min_amount is null or max_amount is null or min_amount <= max_amount),
  check (opens_on is null or closes_on is null or opens_on <= closes_on),
  check (status = 'DRAFT' or funder_id is not null or funder_name is not null),
  check (status <> 'PUBLISHED' or recurrence = 'PERMANENT' or closes_on is not null),
  foreign key (id, level, sort_name) references record (id, effective_visibility, sort_name) on update cascade
);
follow(funding_source, id, record, effective_visibility level, sort_name sort_name);
create index funding_source_by_name on funding_source (sort_name, id);
create index funding_source_funder on funding_source (funder_id);
create index funding_source_status on funding_source (status, closes_on);
create index funding_source_by_opening on funding_source (coalesce(opens_on, '0001-01-01'), id);
create index funding_source_by_closing on funding_source (coalesce(closes_on, '9999-12-31'), id);

-- Where a project has to be: in one of these places.
create table funding_source_territory (
  funding_source_id uuid not null references funding_source (id),
  territory_id uuid not null references territory (id),
  primary key (funding_source_id, territory_id)
);
create index funding_source_territory_territory on funding_source_territory (territory_id, funding_source_id);

-- The kinds of structure, as audiences.
insert into term (id, scheme, code, label, position) values (uuid_of('019b7600000070008000000000000001'), 'AUDIENCE', 'ASSOCIATIVE', '{"fr":"Associations","ca":"Associacions","en":"Associations"}', 1);
insert into term (id, scheme, code, label, position) values (uuid_of('019b7600000070008000000000000002'), 'AUDIENCE', 'PRIVATE', '{"fr":"Entreprises","ca":"Empreses","en":"Companies"}', 2);
insert into term (id, scheme, code, label, position) values (uuid_of('019b7600000070008000000000000003'), 'AUDIENCE', 'PUBLIC', '{"fr":"Organismes publics","ca":"Organismes públics","en":"Public bodies"}', 3);
