-- Partners' GraphQL services, joined to the hub's schema.
create table subgraph (
  id uuid primary key,
  partner_id uuid not null references partner (id),
  -- What it is called in the composed schema and in errors, for ever.
  name sortkey not null unique,
  url text not null,
  state text not null check (state in ('DRAFT', 'ACTIVE', 'PAUSED')),
  -- Its schema as it was composed last; what a service says of itself later is kept out until it composes too.
  sdl text,
  -- What it may do to what is not its own: types that it may add to, fields that it may be sent.
  extends jsonb not null default '[]',
  requires jsonb not null default '[]',
  -- Whether it is told which member asks.
  names_viewer boolean not null default false,
  -- Why the schema that it offers now is kept out, each a sentence.
  faults jsonb not null default '[]',
  checked_at timestamptz,
  composed_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  updated_by uuid,
  version integer not null default 1 check (version > 0),
  history jsonb not null default '{}',
  check (state <> 'ACTIVE' or sdl is not null)
);
create index subgraph_partner on subgraph (partner_id, name);
create index subgraph_active on subgraph (name) where state = 'ACTIVE';
