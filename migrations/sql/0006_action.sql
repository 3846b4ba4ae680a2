create table action (
  id uuid primary key references record (id),
  level text not null default 'PRIVATE',
  sort_name sortkey not null default '',
  project_id uuid not null references project (id),
  parent_id uuid references action (id),
  code text,
  title jsonb not null,
  description jsonb,
  priority text check (priority in ('LOW', 'MEDIUM', 'HIGH')),
  status text not null default 'PLANNED' check (status in ('DRAFT', 'PLANNED', 'IN_PROGRESS', 'PAUSED', 'BLOCKED', 'DONE', 'ABANDONED')),
  status_reason text,
  pilot_structure_id uuid references structure (id),
  pilot_member_id uuid references member (id),
  starts_on date,
  due_on date,
  done_on date,
  progress_mode text not null default 'STEPS' check (progress_mode in ('STEPS', 'MANUAL')),
  progress_pct integer not null default 0 check (progress_pct between 0 and 100),
  position integer not null default 0,
  check ((status = 'DONE') = (done_on is not null)),
  check (status <> 'DONE' or progress_pct = 100),
  check (status not in ('BLOCKED', 'ABANDONED') or status_reason is not null),
  check (due_on is null or starts_on is null or due_on >= starts_on),
  check (parent_id <> id),
  foreign key (id, level, sort_name) references record (id, effective_visibility, sort_name) on update cascade
);
follow(action, id, record, effective_visibility level, sort_name sort_name);
create index action_by_name on action (sort_name, id);
-- For the list of all actions, in the order that lists of actions have when none is asked for.
create index action_by_position on action (position, id);
create index action_project on action (project_id, position, id);
create index action_parent on action (parent_id);
create index action_due on action (due_on);
create index action_by_due on action (coalesce(due_on, '9999-12-31'), id);
create index action_pilot on action (pilot_structure_id);

create table action_step (
  id uuid primary key,
  action_id uuid not null references action (id),
  position integer not null check (position > 0),
  title text not null,
  due_on date,
  done_at timestamptz,
  done_by uuid,
  unique (action_id, position)
);

create table status_change (
  id uuid primary key,
  record_id uuid not null references record (id),
  field text not null,
  from_value text,
  to_value text not null,
  reason text,
  actor_id uuid,
  at timestamptz not null
);
create index status_change_record on status_change (record_id, at);
