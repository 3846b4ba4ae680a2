-- ?1 a SIRET, ?2 today
select json_object('data', json_object('structure', (
  select json_object('id', hex(s.id), 'name', s.name, 'legalName', s.legal_name, 'kind', s.kind, 'status', s.status,
    'siren', s.siren, 'siret', s.siret, 'rna', s.rna, 'naf', s.naf_code, 'registryState', s.registry_state,
    'description', json_object('value', s.description ->> 'fr', 'locale', 'FR'),
    'email', s.email, 'phone', s.phone, 'website', s.website,
    'addressLine', s.address_line, 'postalCode', s.postal_code,
    'territory', json_object('code', c.code, 'name', c.name, 'kind', c.kind),
    'location', json(case s.geo_precision
      when 'HIDDEN' then 'null'
      when 'COMMUNE' then json_object('lat', c.lat, 'lon', c.lon, 'precision', 'COMMUNE')
      else json_object('lat', s.lat, 'lon', s.lon, 'precision', s.geo_precision) end),
    'sectors', (
      select json_group_array(json_object('code', m.code, 'label', json_object('value', m.label ->> 'fr')))
      from (
        select m.code, m.label
        from record_term l
        cross join term m on m.id = l.term_id
        where l.record_id = s.id and m.scheme = 'SECTOR'
        order by m.position, m.id
      ) m),
    'projects', (
      select json_object('totalCount', coalesce(max(p.number), 0), 'nodes', json_group_array(json_object(
        'id', hex(p.id), 'title', json_object('value', p.title ->> 'fr'), 'status', p.status,
        'isLate', json(iif(p.ends_on < ?2 and p.status not in ('COMPLETED', 'ABANDONED'), 'true', 'false')))))
      from (
        select p.id, p.title, p.status, p.ends_on, count(*) over () as number
        from (select distinct project_id from participation where structure_id = s.id and state = 'ACCEPTED') mine
        cross join project p on p.id = mine.project_id
        where p.level = 'PUBLIC'
        order by p.sort_name, p.id
        limit 5
      ) p))
  from structure s
  cross join territory c on c.id = s.territory_id
  where s.siret = ?1 and s.level = 'PUBLIC'
))) as answer
