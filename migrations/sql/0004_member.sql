create table member (
  id uuid primary key references record (id),
  level text not null default 'PRIVATE',
  sort_name sortkey not null default '',
  given_name text,
  family_name text,
  display_name text not null,
  email text unique check (email = lower(email)),
  phone text,
  locale text not null default 'fr' check (locale in ('fr', 'ca', 'en')),
  -- Who reads the e-mail address and the telephone number.
  contact_visibility text not null default 'TEAM' check (contact_visibility in ('PUBLIC', 'NETWORK', 'TEAM', 'PRIVATE')),
  state text not null default 'INVITED' check (state in ('INVITED', 'PENDING', 'ACTIVE', 'SUSPENDED', 'ANONYMISED')),
  operator boolean not null default false,
  check (state <> 'ANONYMISED' or (email is null and given_name is null and family_name is null and phone is null)),
  foreign key (id, level, sort_name) references record (id, effective_visibility, sort_name) on update cascade
);
follow(member, id, record, effective_visibility level, sort_name sort_name);
create index member_by_name on member (sort_name, id);

create table membership (
  id uuid primary key,
  member_id uuid not null references member (id),
  structure_id uuid not null references structure (id),
  role text not null check (role in ('ADMIN', 'EDITOR', 'MEMBER', 'VIEWER')),
  state text not null check (state in ('INVITED', 'REQUESTED', 'ACTIVE', 'SUSPENDED', 'ENDED', 'DECLINED', 'EXPIRED')),
  origin text not null check (origin in ('INVITE', 'REQUEST', 'SSO', 'IMPORT', 'OPERATOR')),
  invited_by uuid,
  decided_by uuid,
  decided_at timestamptz,
  expires_at timestamptz,
  created_at timestamptz not null,
  version integer not null default 1 check (version > 0)
);
create unique index membership_live on membership (member_id, structure_id) where state in ('INVITED', 'REQUESTED', 'ACTIVE', 'SUSPENDED');
create index membership_structure on membership (structure_id, state, created_at, id);
create index membership_member on membership (member_id, state);
