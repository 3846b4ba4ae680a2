-- The partner's own structure, whose administrators govern the partner.
alter table partner add column structure_id uuid references structure (id);
create index partner_structure on partner (structure_id);

-- Programs of partners.
create table api_client (
  id uuid primary key,
  partner_id uuid not null references partner (id),
  name text not null,
  scopes jsonb not null,
  -- It works for all structures of the partner, those to come included; else for those of api_client_structure.
  all_structures boolean not null,
  allowed_origins jsonb not null default '[]',
  requests_per_minute integer not null default 300 check (requests_per_minute between 1 and 100000),
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  version integer not null default 1 check (version > 0),
  -- Who changed it last, and in which version each field last changed.
  history jsonb not null default '{}'
);
create index api_client_partner on api_client (partner_id, created_at, id);
create index api_client_created on api_client (created_at, id);

create table api_client_structure (
  id uuid primary key,
  client_id uuid not null references api_client (id),
  structure_id uuid not null references structure (id)
);
create index api_client_structure_client on api_client_structure (client_id, structure_id);
create index api_client_structure_structure on api_client_structure (structure_id);

-- Keys of programs: several may be good at once, so that a program changes over in its own time. Only the hash of a key is
-- kept.
create table api_client_key (
  id uuid primary key,
  client_id uuid not null references api_client (id),
  secret_hash text not null unique,
  created_at timestamptz not null,
  -- Null: for as long as the client's own end.
  expires_at timestamptz,
  last_used_at timestamptz
);
create index api_client_key_client on api_client_key (client_id, created_at, id);

-- One-time links: each opens one session, once.
create table sign_in_link (
  token_hash text primary key,
  member_id uuid not null references member (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table session (
  token_hash text primary key,
  -- Its name, which is no secret.
  id uuid not null unique,
  member_id uuid not null references member (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  user_agent text
);
create index session_member on session (member_id, created_at, id);
