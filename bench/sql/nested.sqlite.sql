-- ?1 ?2 ?3 kinds, ?4 kind of territory, ?5 its code, ?6 today
--
-- Measured and kept: json_object (no slower than printf); `cross join`, which keeps the planner from other ways.
select json_object('data', json_object('structures', json_object('nodes', json_group_array(json_object(
  'id', hex(s.id), 'name', s.name, 'kind', s.kind, 'siret', s.siret,
  'projects', json_object('nodes', (
    select json_group_array(json_object('id', hex(p.id),
      'title', json_object('value', p.title ->> 'fr', 'locale', 'FR'),
      'status', p.status, 'phase', p.phase,
      'isLate', json(iif(p.ends_on < ?6 and p.status not in ('COMPLETED', 'ABANDONED'), 'true', 'false')),
      'actions', json_object('nodes', (
        select json_group_array(json_object('id', hex(a.id), 'title', json_object('value', a.title ->> 'fr'),
          'status', a.status, 'dueOn', a.due_on,
          'isLate', json(iif(a.due_on < ?6 and a.status not in ('DONE', 'ABANDONED'), 'true', 'false')),
          'progressPct', a.progress_pct))
        from (
          select a.id, a.title, a.status, a.due_on, a.progress_pct
          from action a
          where a.project_id = p.id and a.level = 'PUBLIC'
          order by a.position, a.id
          limit 5
        ) a)),
      'participations', json_object('nodes', (
        select json_group_array(json_object('role', o.role, 'state', o.state,
          'structure', json_object('id', hex(o.structure_id), 'name', o.structure_name, 'kind', o.structure_kind)))
        from (
          select o.role, o.state, o.structure_id, o.structure_name, o.structure_kind
          from participation o
          where o.project_id = p.id and o.state = 'ACCEPTED' and o.structure_level = 'PUBLIC'
          order by o.created_at, o.id
          limit 5
        ) o))))
    from (
      select p.id, p.title, p.status, p.phase, p.ends_on
      from (select distinct project_id from participation where structure_id = s.id and state = 'ACCEPTED') mine
      cross join project p on p.id = mine.project_id
      where p.level = 'PUBLIC'
      order by p.sort_name, p.id
      limit 5
    ) p))))))) as answer
from (
  select s.id, s.name, s.kind, s.siret
  from structure_place w
  cross join structure s on s.id = w.structure_id
  where w.territory_id = (
      select t.id from territory t where t.country = 'FR' and t.kind = ?4 and t.code = ?5 and t.valid_to is null)
    and s.level = 'PUBLIC'
    and w.kind in (?1, ?2, ?3)
  order by w.sort_name, w.structure_id
  limit 20
) s
