-- Which source said which field of a record last, and whether a person has said it since: then it is locked, and no
-- source changes it.
create table field_provenance (
  id uuid primary key,
  record_id uuid not null references record (id),
  -- As the API names it.
  field text not null,
  -- None: a person did.
  source_id uuid references data_source (id),
  set_at timestamptz not null,
  locked boolean not null default false,
  unique (record_id, field)
);
create index field_provenance_source on field_provenance (source_id);

-- What sources call records, each with an identifier, so that it can be read as what hangs on a record is.
create table told_record (
  id uuid primary key,
  source_id uuid not null references data_source (id),
  external_id text not null,
  record_id uuid not null references record (id),
  -- The row of the record that is meant, a module of a path; none means the record itself. Not a foreign key: a part
  -- that was deleted here is remembered, so that its source does not bring it back.
  part_id uuid,
  -- The page of the record there.
  url text,
  -- Of the last row received: equal means nothing to do.
  checksum text not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  unique (source_id, external_id)
);
insert into told_record (id, source_id, external_id, record_id, checksum, first_seen_at, last_seen_at)
  select random_uuid, source_id, external_id, record_id, checksum, first_seen_at, last_seen_at from external_ref;
drop table external_ref;
alter table told_record rename to external_ref;
create index external_ref_record on external_ref (record_id);
create index external_ref_external on external_ref (external_id);
create index data_source_partner on data_source (partner_id);

-- Sources tell modules without their length, and paths without the place where they are taken: unknown is not zero.
alter table path_module add column length integer check (length > 0);
update path_module set length = minutes;
alter table path_module drop column minutes;
alter table path_module rename column length to minutes;
alter table training_path add column taken text check (taken in ('ONSITE', 'REMOTE', 'HYBRID'));
update training_path set taken = modality;
alter table training_path drop column modality;
alter table training_path rename column taken to modality;
