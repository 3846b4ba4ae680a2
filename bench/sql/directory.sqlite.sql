-- ?1 ?2 ?3 kinds, ?4 kind of territory, ?5 its code, ?6 the beginning of a word, folded, or null
--
-- One branch for those who look around and one for those who look for something: with ?6 null, or not, the other one
-- reads nothing. What the page shows is read for its twenty rows only.
with place as materialized (
  select t.id from territory t where t.country = 'FR' and t.kind = ?4 and t.code = ?5 and t.valid_to is null
),
found as materialized (
  select s.id, s.sort_name, s.kind, s.territory_id
  from structure_place w
  cross join structure s on s.id = w.structure_id
  where ?6 is null and w.territory_id = (select id from place) and w.kind in (?1, ?2, ?3) and s.level = 'PUBLIC'
  union all
  select s.id, s.sort_name, s.kind, s.territory_id
  from (
    select distinct record_id from search_word
    where kind = 'STRUCTURE' and word >= ?6 and word < ?6 || char(1114111)
  ) h
  cross join structure s on s.id = h.record_id
  cross join territory_within i on i.ancestor_id = (select id from place) and i.descendant_id = s.territory_id
  where s.kind in (?1, ?2, ?3) and s.level = 'PUBLIC'
)
select json_object('data', json_object('structures', json_object(
  'totalCount', (select count(*) from found),
  'facets', json_array(
    json_object('name', 'KIND', 'buckets', (
      select json_group_array(json_object('value', kind, 'count', number, 'label', null))
      from (select kind, count(*) as number from found group by kind order by number desc, kind))),
    json_object('name', 'SECTOR', 'buckets', (
      select json_group_array(json_object('value', code, 'count', number,
        'label', json_object('value', label ->> 'fr')))
      from (
        select m.code, m.label, g.number
        from (
          select l.term_id, count(*) as number
          from found f
          cross join record_term l on l.record_id = f.id
          group by l.term_id
        ) g
        cross join term m on m.id = g.term_id
        where m.scheme = 'SECTOR'
        order by g.number desc, m.code
        limit 100
      ))),
    json_object('name', 'TERRITORY', 'buckets', (
      select json_group_array(json_object('value', code, 'count', number, 'label', json_object('value', name)))
      from (
        select c.code, c.name, g.number
        from (select territory_id, count(*) as number from found group by territory_id) g
        cross join territory c on c.id = g.territory_id
        order by g.number desc, c.code
        limit 100
      )))),
  'nodes', (
    select json_group_array(json_object('id', hex(s.id), 'name', s.name, 'kind', s.kind,
      'location', json(iif(s.geo_precision = 'HIDDEN', 'null',
        json_object('lat', s.lat, 'lon', s.lon, 'precision', s.geo_precision))),
      'territory', json_object('code', s.code, 'name', s.territory),
      'sectors', (
        select json_group_array(json_object('code', m.code, 'label', json_object('value', m.label ->> 'fr')))
        from (
          select m.code, m.label
          from record_term l
          cross join term m on m.id = l.term_id
          where l.record_id = s.id and m.scheme = 'SECTOR'
          order by m.position, m.id
        ) m)))
    from (
      select s.id, s.name, s.kind, s.geo_precision, c.code, c.name as territory,
        iif(s.geo_precision = 'COMMUNE', c.lat, s.lat) as lat,
        iif(s.geo_precision = 'COMMUNE', c.lon, s.lon) as lon
      from (select id, sort_name from found order by sort_name, id limit 20) f
      cross join structure s on s.id = f.id
      cross join territory c on c.id = s.territory_id
      order by f.sort_name, f.id
    ) s)))) as answer
