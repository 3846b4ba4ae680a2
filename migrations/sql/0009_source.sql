-- Where records that were not typed here come from, and what they are called there.
create table data_source (
  id uuid primary key,
  slug text not null unique,
  partner_id uuid references partner (id)
);

create table external_ref (
  source_id uuid not null references data_source (id),
  external_id text not null,
  record_id uuid not null references record (id),
  -- Of the last row received: equal means nothing to do.
  checksum text not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (source_id, external_id)
);
create index external_ref_record on external_ref (record_id);
