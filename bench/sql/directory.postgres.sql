-- $1 kinds, $2 kind of territory, $3 its code, $4 the beginning of a word, folded, or null
--
-- One branch for those who look around and one for those who look for something: with $4 null, or not, the other one
-- reads nothing. What the page shows is read for its twenty rows only.
with place as (
  select t.id from territory t where t.country = 'FR' and t.kind = $2 and t.code = $3 and t.valid_to is null
),
found as materialized (
  select s.id, s.sort_name, s.kind, s.territory_id
  from structure_place w
  join structure s on s.id = w.structure_id
  where $4::text is null and w.territory_id = (select id from place) and w.kind = any ($1) and s.level = 'PUBLIC'
  union all
  select s.id, s.sort_name, s.kind, s.territory_id
  from (
    select distinct record_id from search_word
    where kind = 'STRUCTURE' and word >= $4 and word < $4 || chr(1114111)
  ) h
  join structure s on s.id = h.record_id
  join territory_within i on i.descendant_id = s.territory_id and i.ancestor_id = (select id from place)
  where s.kind = any ($1) and s.level = 'PUBLIC'
)
select '{"data":{"structures":{"totalCount":' || (select count(*) from found)
  || ',"facets":[{"name":"KIND","buckets":[' || coalesce((
    select string_agg('{"value":"' || b.kind || '","count":' || b.number || ',"label":null}', ',')
    from (select kind, count(*) as number from found group by kind order by number desc, kind collate "C") b
  ), '')
  || ']},{"name":"SECTOR","buckets":[' || coalesce((
    select string_agg(
      '{"value":"' || b.code || '","count":' || b.number || ',"label":{"value":' || (b.label -> 'fr') || '}}', ',')
    from (
      select m.code, m.label, g.number
      from (
        select l.term_id, count(*) as number from found f join record_term l on l.record_id = f.id group by l.term_id
      ) g
      join term m on m.id = g.term_id
      where m.scheme = 'SECTOR'
      order by g.number desc, m.code collate "C"
      limit 100
    ) b), '')
  || ']},{"name":"TERRITORY","buckets":[' || coalesce((
    select string_agg(
      '{"value":"' || b.code || '","count":' || b.number || ',"label":{"value":' || to_json(b.name) || '}}', ',')
    from (
      select c.code, c.name, g.number
      from (select territory_id, count(*) as number from found group by territory_id) g
      join territory c on c.id = g.territory_id
      order by g.number desc, c.code collate "C"
      limit 100
    ) b), '')
  || ']}],"nodes":[' || coalesce((
    select string_agg(
      '{"id":"' || s.id || '","name":' || to_json(s.name) || ',"kind":"' || s.kind || '","location":'
      || case when s.geo_precision = 'HIDDEN' then 'null' else
        '{"lat":' || s.lat || ',"lon":' || s.lon || ',"precision":"' || s.geo_precision || '"}' end
      || ',"territory":{"code":"' || s.code || '","name":' || to_json(s.territory) || '},"sectors":[' || coalesce((
        select string_agg('{"code":"' || m.code || '","label":{"value":' || (m.label -> 'fr') || '}}', ',')
        from (
          select m.code, m.label
          from record_term l
          join term m on m.id = l.term_id
          where l.record_id = s.id and m.scheme = 'SECTOR'
          order by m.position, m.id
        ) m), '') || ']}', ',')
    from (
      select s.id, s.name, s.kind, s.geo_precision, c.code, c.name as territory,
        case s.geo_precision when 'COMMUNE' then c.lat else s.lat end as lat,
        case s.geo_precision when 'COMMUNE' then c.lon else s.lon end as lon
      from (select id, sort_name from found order by sort_name, id limit 20) f
      join structure s on s.id = f.id
      join territory c on c.id = s.territory_id
      order by f.sort_name, f.id
    ) s), '') || ']}}}'
