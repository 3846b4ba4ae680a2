-- The log of changes. A write and its rows here are one transaction; the feed, partner copies, caches and webhooks
-- read nothing else. `seq` is the order of commits.
create table outbox (
  seq sequence,
  event text not null,
  record_id uuid not null,
  record_kind text not null,
  version integer not null,
  actor_kind text not null check (actor_kind in ('MEMBER', 'CLIENT', 'SYSTEM')),
  actor_id uuid,
  owner_id uuid,
  project_id uuid,
  changed_fields jsonb not null,
  -- Effective visibility on both sides of the change; null where the record did not or does no longer exist.
  visible_before text,
  visible_after text,
  -- Who is told of it in person: [{ "member": …, "notification": … }].
  notifies jsonb,
  at timestamptz not null
);
create index outbox_record on outbox (record_id, seq);

create table log_state (
  id integer primary key check (id = 1),
  -- Up to which number the log was cut short: everything after it is there.
  floor bigint not null,
  -- Seals the places of the log that are given to clients, so that nobody counts what lies between two of them. In
  -- hexadecimal digits; made with the first migration.
  cursor_key text
);
insert into log_state (id, floor) values (1, 0);

-- Who did what, for the people who answer for it. Never read by the hub itself.
create table audit_event (
  id sequence,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('ANONYMOUS', 'MEMBER', 'CLIENT', 'SYSTEM')),
  actor_id uuid,
  request_id text,
  act text not null,
  record_id uuid,
  detail jsonb not null default '{}'
);
create index audit_event_record on audit_event (record_id, id);

-- The payloads of mutations that came with an Idempotency-Key, kept in the transaction of the write.
create table idempotency (
  actor text not null,
  key text not null,
  fingerprint text not null,
  payload jsonb not null,
  at timestamptz not null,
  primary key (actor, key)
);
create index idempotency_at on idempotency (at);
