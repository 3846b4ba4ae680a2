-- $1 a SIRET, $2 today
select '{"data":{"structure":' || coalesce((
  select '{"id":"' || s.id || '","name":' || to_json(s.name)
    || ',"legalName":' || coalesce(to_json(s.legal_name)::text, 'null')
    || ',"kind":"' || s.kind || '","status":"' || s.status
    || '","siren":' || coalesce('"' || s.siren || '"', 'null')
    || ',"siret":' || coalesce('"' || s.siret || '"', 'null')
    || ',"rna":' || coalesce('"' || s.rna || '"', 'null')
    || ',"naf":' || coalesce('"' || s.naf_code || '"', 'null')
    || ',"registryState":"' || s.registry_state
    || '","description":' || coalesce('{"value":' || (s.description -> 'fr')::text || ',"locale":"FR"}', 'null')
    || ',"email":' || coalesce(to_json(s.email)::text, 'null')
    || ',"phone":' || coalesce(to_json(s.phone)::text, 'null')
    || ',"website":' || coalesce(to_json(s.website)::text, 'null')
    || ',"addressLine":' || coalesce(to_json(s.address_line)::text, 'null')
    || ',"postalCode":' || coalesce('"' || s.postal_code || '"', 'null')
    || ',"territory":{"code":"' || c.code || '","name":' || to_json(c.name) || ',"kind":"' || c.kind
    || '"},"location":' || case s.geo_precision
      when 'HIDDEN' then 'null'
      when 'COMMUNE' then '{"lat":' || c.lat || ',"lon":' || c.lon || ',"precision":"COMMUNE"}'
      else '{"lat":' || s.lat || ',"lon":' || s.lon || ',"precision":"' || s.geo_precision || '"}' end
    || ',"sectors":[' || coalesce((
      select string_agg('{"code":"' || m.code || '","label":{"value":' || (m.label -> 'fr') || '}}', ',')
      from (
        select m.code, m.label
        from record_term l
        join term m on m.id = l.term_id
        where l.record_id = s.id and m.scheme = 'SECTOR'
        order by m.position, m.id
      ) m), '')
    || '],"projects":' || (
      select '{"totalCount":' || coalesce(max(p.number), 0) || ',"nodes":[' || coalesce(string_agg(
        '{"id":"' || p.id || '","title":{"value":' || (p.title -> 'fr') || '},"status":"' || p.status
        || '","isLate":' || coalesce(p.ends_on < $2 and p.status not in ('COMPLETED', 'ABANDONED'), false)
        || '}', ','), '') || ']}'
      from (
        select p.id, p.title, p.status, p.ends_on, count(*) over () as number
        from (select distinct project_id from participation where structure_id = s.id and state = 'ACCEPTED') mine
        join project p on p.id = mine.project_id
        where p.level = 'PUBLIC'
        order by p.sort_name, p.id
        limit 5
      ) p) || '}'
  from structure s
  join territory c on c.id = s.territory_id
  where s.siret = $1 and s.level = 'PUBLIC'
), 'null') || '}}'
