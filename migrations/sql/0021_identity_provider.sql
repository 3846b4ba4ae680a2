-- Where the people of a partner sign in. What is sealed opens with the hub's own keys, which are not in the database.
create table identity_provider (
  id uuid primary key,
  partner_id uuid not null references partner (id),
  slug sortkey not null unique,
  label text not null,
  issuer text not null,
  client_id text not null,
  client_authentication text not null check (client_authentication in ('BASIC', 'POST', 'PRIVATE_KEY_JWT')),
  -- The secret that the provider gave, or the private key that it knows the public half of.
  sealed_secret text not null,
  key_id text,
  id_token_algorithms jsonb not null,
  userinfo text not null check (userinfo in ('NONE', 'JSON', 'SIGNED')),
  pkce text not null check (pkce in ('AUTO', 'ALWAYS', 'NEVER')),
  par text not null check (par in ('AUTO', 'ALWAYS', 'NEVER')),
  scopes jsonb not null,
  extra_parameters jsonb not null,
  required_acr jsonb not null,
  email_trust text not null check (email_trust in ('VERIFIED', 'DOMAIN', 'NEVER')),
  just_in_time text not null check (just_in_time in ('OFF', 'PENDING', 'ACTIVE')),
  -- What becomes of the sessions of who signs out at the provider.
  back_channel_logout text not null check (back_channel_logout in ('END_SESSIONS', 'IGNORE')),
  siret_claim text,
  state text not null check (state in ('DRAFT', 'ACTIVE', 'PAUSED')),
  -- When somebody signed in on trial with these settings; null since they last changed.
  tried_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  updated_by uuid,
  version integer not null default 1 check (version > 0),
  history jsonb not null default '{}',
  unique (issuer, client_id)
);
create index identity_provider_partner on identity_provider (partner_id, slug);

-- Domains of e-mail addresses. A provider claims one, and proves it by a record in the DNS; then it is nobody else's.
create table provider_domain (
  id uuid primary key,
  provider_id uuid not null references identity_provider (id),
  domain sortkey not null check (domain = lower(domain)),
  challenge text not null,
  proved_at timestamptz,
  unique (provider_id, domain)
);
create unique index provider_domain_proved on provider_domain (domain) where proved_at is not null;

-- Whoever has this value in this claim belongs to the structure in this role, anew at each sign-in.
create table provider_rule (
  id uuid primary key,
  provider_id uuid not null references identity_provider (id),
  claim sortkey not null,
  value text not null,
  structure_id uuid not null references structure (id),
  role text not null check (role in ('ADMIN', 'EDITOR', 'MEMBER', 'VIEWER')),
  unique (provider_id, claim, value, structure_id)
);

-- Who somebody is for a provider. Nothing but the pair of the two identifies a person.
create table external_identity (
  id uuid primary key,
  provider_id uuid not null references identity_provider (id),
  subject text not null,
  member_id uuid not null references member (id),
  email_at_link text,
  linked_at timestamptz not null,
  last_sign_in_at timestamptz,
  unique (provider_id, subject)
);
create index external_identity_member on external_identity (member_id, linked_at, id);

-- Somebody signed in whose address is another member's: an administrator says whether they are the same person.
create table identity_clash (
  id uuid primary key,
  provider_id uuid not null references identity_provider (id),
  subject text not null,
  member_id uuid not null references member (id),
  email text not null,
  display_name text not null,
  created_at timestamptz not null,
  unique (provider_id, subject)
);
create index identity_clash_moment on identity_clash (created_at, id);

-- Sign-ins that wait for their callback: each is used once, by the browser that began it.
create table pending_sign_in (
  state_hash text primary key,
  provider_id uuid not null references identity_provider (id),
  browser_hash text not null,
  sealed text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index pending_sign_in_expires on pending_sign_in (expires_at);

-- Logout tokens that were acted upon, for as long as they would be believed again.
create table logout_token_seen (
  provider_id uuid not null references identity_provider (id),
  jti_hash text not null,
  expires_at timestamptz not null,
  primary key (provider_id, jti_hash)
);

-- One-time links by which a person who was invited signs in through a provider for the first time.
create table invitation_link (
  token_hash text primary key,
  member_id uuid not null references member (id),
  created_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- How a session was opened, by whom the provider knows it, and the tokens that the provider gave.
alter table session add column provider_id uuid references identity_provider (id);
alter table session add column subject text;
alter table session add column provider_session text;
alter table session add column sealed_tokens text;
alter table session add column refreshed_at timestamptz;
create index session_subject on session (provider_id, subject);
create index session_provider_session on session (provider_id, provider_session);

alter table membership add column provider_id uuid references identity_provider (id);
