-- What PostGraphile publishes: the part of the hub's schema that an anonymous reader sees, as views with the visibility
-- in them (the fastest of the ways that its documentation describes: row level security would check each table again).
-- Computed values are columns of the views, relations are smart tags.

drop schema if exists site cascade;
create schema site;

create type site.localized_text as (value text, locale text);

create view site.structure as
  select s.id, s.name, s.kind, s.siret
  from structure s
  where s.level = 'PUBLIC';
comment on view site.structure is '@primaryKey id';

create view site.project as
  select p.id, row(p.title ->> 'fr', 'FR')::site.localized_text as title, p.status, p.phase, p.sort_name,
    coalesce(p.ends_on < (now() at time zone 'Europe/Paris')::date and p.status not in ('COMPLETED', 'ABANDONED'), false) as is_late
  from project p
  where p.level = 'PUBLIC';
comment on view site.project is '@primaryKey id';

create view site.action as
  select a.id, a.project_id, row(a.title ->> 'fr', 'FR')::site.localized_text as title, a.status, a.due_on, a.position, a.progress_pct,
    coalesce(a.due_on < (now() at time zone 'Europe/Paris')::date and a.status not in ('DONE', 'ABANDONED'), false) as is_late
  from action a
  where a.level = 'PUBLIC';
comment on view site.action is E'@primaryKey id
@foreignKey (project_id) references site.project (id)|@foreignFieldName actions';

create view site.participation as
  select o.id, o.project_id, o.structure_id, o.role, o.state, o.created_at
  from participation o
  where o.state = 'ACCEPTED' and o.structure_level = 'PUBLIC';
comment on view site.participation is E'@primaryKey id
@foreignKey (project_id) references site.project (id)|@foreignFieldName participations
@foreignKey (structure_id) references site.structure (id)|@fieldName structure';

-- Functions of one select are inlined: `first` becomes the limit of the statement itself.
create function site.structures_within(kinds text[], territory_kind text, territory_code text)
returns setof site.structure language sql stable as $$
  select s.* from public.structure_place w
  join site.structure s on s.id = w.structure_id
  where w.kind = any (kinds)
    and w.territory_id = (
      select t.id from territory t
      where t.country = 'FR' and t.kind = territory_kind and t.code = territory_code and t.valid_to is null)
  order by w.sort_name, w.structure_id
$$;

create function site.structure_projects(structure site.structure)
returns setof site.project language sql stable as $$
  select p.* from site.project p
  where p.id in (select o.project_id from participation o where o.structure_id = structure.id and o.state = 'ACCEPTED')
  order by p.sort_name, p.id
$$;
