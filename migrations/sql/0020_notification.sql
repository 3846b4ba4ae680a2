-- What concerns a person, told to that person alone; kept for a time, read or not.
create table notification (
  id uuid primary key,
  member_id uuid not null references member (id),
  -- One event is told a person once.
  dedupe_key text not null,
  topic text not null check (topic in ('MEMBERSHIP_INVITED', 'MEMBERSHIP_REQUESTED', 'MEMBERSHIP_ACCEPTED',
    'MEMBERSHIP_DECLINED', 'MEMBERSHIP_SUSPENDED', 'MEMBERSHIP_RESUMED', 'MEMBERSHIP_ENDED', 'MEMBERSHIP_ROLE_CHANGED',
    'PARTICIPATION_PROPOSED', 'PARTICIPATION_ACCEPTED', 'PARTICIPATION_DECLINED', 'PARTICIPATION_ENDED',
    'LEAD_HANDED_OVER', 'PROJECT_MEMBER_ADDED', 'PROJECT_MEMBER_REMOVED', 'RECORD_SHARED', 'ACTION_ASSIGNED')),
  -- What it is about, and of what kind that is.
  record_id uuid not null references record (id),
  record_kind text not null,
  -- The person who did it; null for a program.
  actor_id uuid,
  created_at timestamptz not null,
  read_at timestamptz
);
create unique index notification_once on notification (member_id, dedupe_key);
create index notification_member on notification (member_id, created_at, id);
create index notification_unread on notification (member_id, created_at, id) where read_at is null;
create index notification_record on notification (record_id);
-- For those that are old.
create index notification_age on notification (created_at);
