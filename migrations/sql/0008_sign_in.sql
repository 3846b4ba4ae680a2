-- The partner's own structure, whose administrators govern the partner.
alter table partner add column structure_id uuid references structure (id);
create index partner_structure on partner (structure_id);

-- Programs of partners. Only the hash of a key is kept.
create table api_client (
  id uuid primary key,
  partner_id uuid not null references partner (id),
  name text not null,
  secret_hash text not null,
  scopes jsonb not null,
  -- Structures of the partner it may work for; null means all of them.
  structure_scope jsonb,
  allowed_origins jsonb not null default '[]',
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);
create index api_client_partner on api_client (partner_id);

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
  member_id uuid not null references member (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index session_member on session (member_id);
