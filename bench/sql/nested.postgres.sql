-- $1 kinds, $2 kind of territory, $3 its code, $4 today
select json_build_object('data', json_build_object('structures', json_build_object('nodes', coalesce(json_agg(
  json_build_object('id', s.id, 'name', s.name, 'kind', s.kind, 'siret', s.siret,
    'projects', json_build_object('nodes', projects.nodes)) order by s.sort_name, s.id), '[]'))))::text
from (
  select s.id, s.name, s.kind, s.siret, r.sort_name
  from record r
  join structure s on s.id = r.id
  where r.kind = 'STRUCTURE' and r.deleted_at is null and r.effective_visibility = 'PUBLIC'
    and s.kind = any ($1)
    and exists (
      select from territory t
      join territory_within w on w.ancestor_id = t.id
      where t.country = 'FR' and t.kind = $2 and t.code = $3 and t.valid_to is null
        and w.descendant_id = s.territory_id)
  order by r.sort_name, r.id
  limit 20
) s
cross join lateral (
  select coalesce(json_agg(json_build_object('id', p.id,
      'title', json_build_object('value', p.title ->> 'fr', 'locale', 'FR'),
      'status', p.status, 'phase', p.phase,
      'isLate', coalesce(p.ends_on < $4 and p.status not in ('COMPLETED', 'ABANDONED'), false),
      'actions', json_build_object('nodes', actions.nodes),
      'participations', json_build_object('nodes', participations.nodes)) order by p.sort_name, p.id), '[]') as nodes
  from (
    select p.id, p.title, p.status, p.phase, p.ends_on, r.sort_name
    from (select distinct project_id from participation where structure_id = s.id and state = 'ACCEPTED') mine
    join record r on r.id = mine.project_id and r.deleted_at is null and r.effective_visibility = 'PUBLIC'
    join project p on p.id = mine.project_id
    order by r.sort_name, p.id
    limit 5
  ) p
  cross join lateral (
    select coalesce(json_agg(json_build_object('id', a.id, 'title', json_build_object('value', a.title ->> 'fr'),
        'status', a.status, 'dueOn', a.due_on,
        'isLate', coalesce(a.due_on < $4 and a.status not in ('DONE', 'ABANDONED'), false),
        'progressPct', a.progress_pct) order by a.position, a.id), '[]') as nodes
    from (
      select a.id, a.title, a.status, a.due_on, a.progress_pct, a.position
      from action a
      join record r on r.id = a.id
      where a.project_id = p.id and r.deleted_at is null and r.effective_visibility = 'PUBLIC'
      order by a.position, a.id
      limit 5
    ) a
  ) actions
  cross join lateral (
    select coalesce(json_agg(json_build_object('role', o.role, 'state', o.state,
        'structure', json_build_object('id', o.structure_id, 'name', o.name, 'kind', o.kind)) order by o.created_at, o.id), '[]') as nodes
    from (
      select o.role, o.state, o.created_at, o.id, o.structure_id, s.name, s.kind
      from participation o
      join record r on r.id = o.structure_id
      join structure s on s.id = o.structure_id
      where o.project_id = p.id and o.state = 'ACCEPTED' and r.deleted_at is null and r.effective_visibility = 'PUBLIC'
      order by o.created_at, o.id
      limit 5
    ) o
  ) participations
) projects
